package org.apicdr.bundle;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apicdr.crypto.Fingerprint;
import org.apicdr.crypto.Fingerprints;
import org.apicdr.crypto.SigningKey;
import org.apicdr.subsystem.ComponentSnapshot;
import org.apicdr.subsystem.ComponentSnapshot.SavedSecret;
import org.apicdr.subsystem.SubsystemSnapshot;
import org.jspecify.annotations.Nullable;

/** Creates the manifest entries of a subsystem. They contain no secret value. */
public final class ManifestEntryFactory {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private ManifestEntryFactory() {}

    /** Returns the entries of a manifest, with fingerprints made with the given key. */
    public static List<Manifest.Entry> of(SubsystemSnapshot snapshot, SigningKey key) {
        return snapshot.components().stream()
                .map(component -> of(component, key))
                .toList();
    }

    /** Returns the fingerprint of a secret's data. */
    public static Fingerprint fingerprint(JsonNode secret, Fingerprints fingerprints) {
        var data = new HashMap<String, byte[]>();
        for (var entry : secret.path("data").properties()) {
            data.put(entry.getKey(), Base64.getDecoder().decode(entry.getValue().asText()));
        }
        return fingerprints.of(
                secret.at("/metadata/name").asText(), secret.path("type").asText(), data);
    }

    /** Returns the fingerprint of a config map's data. */
    public static Fingerprint configMapFingerprint(JsonNode configMap, Fingerprints fingerprints) {
        var data = new HashMap<String, byte[]>();
        for (var entry : configMap.path("data").properties()) {
            data.put(entry.getKey(), bytes(entry.getValue()));
        }
        for (var entry : configMap.path("binaryData").properties()) {
            data.put(entry.getKey(), Base64.getDecoder().decode(entry.getValue().asText()));
        }
        return fingerprints.of(configMap.at("/metadata/name").asText(), "ConfigMap", data);
    }

    /** Returns the entry of a component. */
    public static Manifest.Entry of(ComponentSnapshot snapshot, SigningKey key) {
        var subsystemComponent = snapshot.component();
        var fingerprints = key.fingerprints(subsystemComponent.lineage());
        var settings = snapshot.settings();
        return new Manifest.Entry(
                subsystemComponent.kind().kind(),
                subsystemComponent.namespace(),
                subsystemComponent.name(),
                subsystemComponent.uid(),
                subsystemComponent.lineage(),
                subsystemComponent.siteName(),
                subsystemComponent.version(),
                subsystemComponent.healthy(),
                snapshot.databaseCluster().isEmpty() ? null : snapshot.databaseCluster(),
                snapshot.endpoints(),
                object(settings, "databaseBackup"),
                object(settings, "portalBackup"),
                settingsFingerprint(settings, fingerprints),
                snapshot.secrets().stream()
                        .map(secret -> secret(secret, fingerprints))
                        .toList(),
                configMaps(snapshot, fingerprints),
                snapshot.references(),
                snapshot.missing());
    }

    /** Returns the entry of an opened bundle, with fingerprints recomputed with the given key. */
    public static Manifest.Entry of(Manifest.Entry entry, Payload payload, SigningKey key) {
        var folder = PayloadPaths.folder(entry);
        var fingerprints = key.fingerprints(entry.lineage());
        var secrets = new ArrayList<Manifest.Secret>();
        for (var secret : entry.secrets()) {
            payload.yaml(PayloadPaths.secret(folder, secret.name()))
                    .map(yaml -> secret.with(fingerprint(yaml, fingerprints)))
                    .ifPresent(secrets::add);
        }
        var configMaps = new ArrayList<Manifest.ConfigMap>();
        for (var configMap : entry.savedConfigMaps()) {
            payload.yaml(PayloadPaths.configMap(folder, configMap.name()))
                    .map(yaml -> new Manifest.ConfigMap(configMap.name(), configMapFingerprint(yaml, fingerprints)))
                    .ifPresent(configMaps::add);
        }
        var settings = payload.yaml(folder + PayloadPaths.SETTINGS)
                .map(yaml -> settingsFingerprint(yaml, fingerprints))
                .orElse(entry.settingsFingerprint());
        return entry.with(settings, secrets, configMaps);
    }

    /** Returns all entries of an opened bundle's manifest, with fingerprints recomputed with the given key. */
    public static List<Manifest.Entry> of(Manifest manifest, Payload payload, SigningKey key) {
        return manifest.subsystems().stream()
                .map(entry -> of(entry, payload, key))
                .toList();
    }

    private static @Nullable List<Manifest.ConfigMap> configMaps(
            ComponentSnapshot snapshot, Fingerprints fingerprints) {
        var configMaps = snapshot.configMaps().stream()
                .map(saved ->
                        new Manifest.ConfigMap(saved.name(), configMapFingerprint(saved.resource(), fingerprints)))
                .toList();
        return configMaps.isEmpty() ? null : configMaps;
    }

    private static Manifest.Secret secret(SavedSecret secret, Fingerprints fingerprints) {
        var ref = secret.ref();
        return new Manifest.Secret(
                ref.name(),
                ref.role(),
                ref.statusKey(),
                ref.credentialName(),
                fingerprint(secret.resource(), fingerprints));
    }

    /** Returns the fingerprint of settings. They are hashed like a secret that has one data entry for each setting. */
    public static Fingerprint settingsFingerprint(JsonNode settings, Fingerprints fingerprints) {
        var data = new HashMap<String, byte[]>();
        for (var entry : settings.properties()) {
            for (var part : entry.getValue().properties()) {
                data.put(entry.getKey() + "." + part.getKey(), bytes(part.getValue()));
            }
            if (!entry.getValue().isObject()) {
                data.put(entry.getKey(), bytes(entry.getValue()));
            }
        }
        return fingerprints.of("settings", "apic-dr/settings", data);
    }

    private static byte[] bytes(JsonNode value) {
        return value.asText().getBytes(StandardCharsets.UTF_8);
    }

    private static @Nullable Map<String, Object> object(ObjectNode settings, String key) {
        return settings.has(key) ? MAPPER.convertValue(settings.get(key), OBJECT) : null;
    }
}
