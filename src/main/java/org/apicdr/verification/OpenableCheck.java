package org.apicdr.verification;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apicdr.bundle.Manifest;
import org.apicdr.bundle.ManifestEntryFactory;
import org.apicdr.bundle.OpenedPayload;
import org.apicdr.bundle.Payload;
import org.apicdr.bundle.PayloadPaths;
import org.apicdr.bundle.Yaml;
import org.apicdr.crypto.SealingKeys;

/** Checks the level {@code openable}: the payload of an authentic bundle decrypts and matches the manifest. */
@ApplicationScoped
public class OpenableCheck {

    private static final String REMEDY = "Do not rely on this bundle. Capture a new one.";

    private final SealingKeys sealingKeys;

    OpenableCheck(SealingKeys sealingKeys) {
        this.sealingKeys = sealingKeys;
    }

    /** Returns the checks of the level. */
    public List<VerificationCheck> check(Manifest manifest, OpenedPayload opened) {
        return switch (opened.outcome()) {
            case NOT_OPENED -> List.of(VerificationCheck.skipped(VerificationLevel.OPENABLE, opened.reason()));
            case NOT_DECRYPTED -> List.of(fail("decryption", opened.reason()));
            case CORRUPT -> List.of(fail("contents", opened.reason()));
            case OPENED ->
                List.of(
                        pass("decryption", "The payload decrypts."),
                        pass("contents", "%d entries match contents.json.".formatted(opened.entries())),
                        opened.payload()
                                .map(payload -> compare(payload, manifest))
                                .orElseGet(OpenableCheck::tooLarge));
        };
    }

    private VerificationCheck compare(Payload payload, Manifest manifest) {
        var differences = differences(payload, manifest);
        return differences.isEmpty()
                ? pass("secrets", "The secrets and config maps match the manifest.")
                : fail("secrets", String.join(" ", differences));
    }

    private static VerificationCheck tooLarge() {
        return VerificationCheck.skipped(
                VerificationLevel.OPENABLE,
                "the resources in the payload exceed %d bytes and cannot be compared with the manifest"
                        .formatted(OpenedPayload.MAX_KEPT_BYTES));
    }

    private static VerificationCheck pass(String id, String detail) {
        return VerificationCheck.pass(id, VerificationLevel.OPENABLE, detail);
    }

    private static VerificationCheck fail(String id, String detail) {
        return VerificationCheck.fail(id, VerificationLevel.OPENABLE, detail, REMEDY);
    }

    private List<String> differences(Payload payload, Manifest manifest) {
        var differences = new ArrayList<String>();
        var unlisted = payload.entries().keySet().stream()
                .filter(name -> PayloadPaths.isSecret(name) || PayloadPaths.isConfigMap(name))
                .collect(Collectors.toCollection(TreeSet::new));
        for (var entry : manifest.subsystems()) {
            for (var secret : entry.secrets()) {
                var name = PayloadPaths.secret(PayloadPaths.folder(entry), secret.name());
                unlisted.remove(name);
                payload.entry(name)
                        .map(yaml -> difference(entry, secret, yaml))
                        .orElseGet(() -> Optional.of("The payload lacks secret %s.".formatted(secret.name())))
                        .ifPresent(differences::add);
            }
            for (var configMap : entry.savedConfigMaps()) {
                var name = PayloadPaths.configMap(PayloadPaths.folder(entry), configMap.name());
                unlisted.remove(name);
                payload.entry(name)
                        .map(yaml -> difference(entry, configMap, yaml))
                        .orElseGet(() -> Optional.of("The payload lacks config map %s.".formatted(configMap.name())))
                        .ifPresent(differences::add);
            }
        }
        unlisted.forEach(name -> differences.add("The manifest does not name %s.".formatted(name)));
        return differences;
    }

    private Optional<String> difference(Manifest.Entry entry, Manifest.Secret secret, byte[] yaml) {
        return sealingKeys
                .signingKey(secret.fingerprint().kid())
                .map(key -> ManifestEntryFactory.fingerprint(Yaml.read(yaml), key.fingerprints(entry.lineage())))
                .filter(fingerprint -> !fingerprint.equals(secret.fingerprint()))
                .map(different -> "Secret %s does not match the manifest.".formatted(secret.name()));
    }

    private Optional<String> difference(Manifest.Entry entry, Manifest.ConfigMap configMap, byte[] yaml) {
        return sealingKeys
                .signingKey(configMap.fingerprint().kid())
                .map(key ->
                        ManifestEntryFactory.configMapFingerprint(Yaml.read(yaml), key.fingerprints(entry.lineage())))
                .filter(fingerprint -> !fingerprint.equals(configMap.fingerprint()))
                .map(different -> "Config map %s does not match the manifest.".formatted(configMap.name()));
    }
}
