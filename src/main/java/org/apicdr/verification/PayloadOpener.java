package org.apicdr.verification;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apicdr.bundle.ArchiveContents;
import org.apicdr.bundle.BundleInspector;
import org.apicdr.bundle.CorruptBundleException;
import org.apicdr.bundle.Manifest;
import org.apicdr.bundle.ManifestEntryFactory;
import org.apicdr.bundle.Payload;
import org.apicdr.bundle.PayloadPaths;
import org.apicdr.bundle.StoredBundle;
import org.apicdr.bundle.Yaml;
import org.apicdr.core.Deadline;
import org.apicdr.crypto.AgeIdentity;
import org.apicdr.crypto.DecryptionException;
import org.apicdr.crypto.SealingKeys;

/** Checks the level {@code openable}: decrypts the payload of an authentic bundle and compares it with the manifest. */
@ApplicationScoped
public class PayloadOpener {

    private static final String REMEDY = "Do not rely on this bundle. Capture a new one.";

    /** Far more than any subsystem needs. The limit applies to each bundle that is opened concurrently. */
    private static final long MAX_KEPT_BYTES = 8 << 20;

    /** A component may be named {@code secrets}; only the depth distinguishes its folder from a folder of secrets. */
    private static final String COMPONENT = "(management|[a-z]+/[^/]+/[^/]+)";

    private static final Pattern SECRET = Pattern.compile(COMPONENT + "/secrets/[^/]+");
    private static final Pattern CONFIG_MAP = Pattern.compile(COMPONENT + "/configmaps/[^/]+");

    private static final Pattern RESOURCE = Pattern.compile(".*(?<!-backups)\\.yaml");

    private final SealingKeys sealingKeys;
    private final BundleInspector bundleInspector;

    PayloadOpener(SealingKeys sealingKeys, BundleInspector bundleInspector) {
        this.sealingKeys = sealingKeys;
        this.bundleInspector = bundleInspector;
    }

    /**
     * Opens the payload of an authentic bundle of any size and keeps only the entries that later checks need. Failures are
     * reported as checks.
     */
    public OpenedPayload open(StoredBundle bundle, Manifest manifest, Deadline deadline) {
        return openWith(manifest, ageIdentity -> {
            var unpacked = new AtomicReference<Payload.Unpacked>();
            var contents =
                    bundleInspector.read(bundle, content -> unpacked.set(unpack(ageIdentity, content)), deadline);
            requireUnchanged(contents, manifest);
            return compared(unpacked.get(), new byte[0], manifest);
        });
    }

    /** Opens the payload of an authentic bundle and keeps all of it. */
    public OpenedPayload openWhole(StoredBundle bundle, Manifest manifest, Deadline deadline) {
        return openWith(manifest, ageIdentity -> {
            var sealed = new ByteArrayOutputStream();
            requireUnchanged(bundleInspector.read(bundle, sealed, deadline), manifest);
            var packed = ageIdentity
                    .open(new ByteArrayInputStream(sealed.toByteArray()))
                    .readAllBytes();
            var payload = Payload.unpack(new ByteArrayInputStream(packed));
            var whole =
                    new Payload.Unpacked(Optional.of(payload), payload.entries().size());
            return compared(whole, packed, manifest);
        });
    }

    private OpenedPayload openWith(Manifest manifest, PayloadReader reader) {
        var identity = sealingKeys.identity();
        if (identity.isEmpty()) {
            return OpenedPayload.closed(
                    VerificationCheck.skipped(
                            VerificationLevel.OPENABLE,
                            "this service has no age identity (apic-dr.seal.identity-file), only the holder of one can check this level"));
        }
        if (Collections.disjoint(identity.get().recipients(), manifest.payload().recipients())) {
            return OpenedPayload.closed(VerificationCheck.skipped(
                    VerificationLevel.OPENABLE,
                    "the payload is sealed to other recipients than those of this service's age identity"));
        }
        try {
            return reader.with(identity.get());
        } catch (DecryptionException e) {
            return OpenedPayload.closed(VerificationCheck.fail(
                    "decryption", VerificationLevel.OPENABLE, String.valueOf(e.getMessage()), REMEDY));
        } catch (CorruptBundleException | IOException e) {
            return OpenedPayload.closed(VerificationCheck.fail(
                    "contents", VerificationLevel.OPENABLE, String.valueOf(e.getMessage()), REMEDY));
        }
    }

    private static Payload.Unpacked unpack(AgeIdentity ageIdentity, InputStream sealed)
            throws CorruptBundleException, IOException {
        return Payload.unpack(ageIdentity.open(sealed), PayloadOpener::isNeeded, MAX_KEPT_BYTES);
    }

    private static void requireUnchanged(ArchiveContents contents, Manifest manifest) throws CorruptBundleException {
        if (!contents.payload().sha256().equals(manifest.payload().sha256())) {
            throw new CorruptBundleException("The file changed during the verification.");
        }
    }

    private OpenedPayload compared(Payload.Unpacked unpacked, byte[] packed, Manifest manifest)
            throws CorruptBundleException {
        var checks = new ArrayList<VerificationCheck>();
        checks.add(VerificationCheck.pass("decryption", VerificationLevel.OPENABLE, "The payload decrypts."));
        checks.add(VerificationCheck.pass(
                "contents",
                VerificationLevel.OPENABLE,
                "%d entries match contents.json.".formatted(unpacked.entries())));
        var payload = unpacked.wanted();
        if (payload.isEmpty()) {
            checks.add(VerificationCheck.skipped(
                    VerificationLevel.OPENABLE,
                    "the resources in the payload exceed %d bytes and cannot be compared with the manifest"
                            .formatted(MAX_KEPT_BYTES)));
            return OpenedPayload.closed(checks.toArray(VerificationCheck[]::new));
        }
        requireReadable(payload.get());
        var differences = differences(payload.get(), manifest);
        checks.add(
                differences.isEmpty()
                        ? VerificationCheck.pass(
                                "secrets",
                                VerificationLevel.OPENABLE,
                                "The secrets and config maps match the manifest.")
                        : VerificationCheck.fail(
                                "secrets", VerificationLevel.OPENABLE, String.join(" ", differences), REMEDY));
        return new OpenedPayload(payload.get(), packed, checks);
    }

    private static boolean isNeeded(String name) {
        return isSecret(name) || RESOURCE.matcher(name).matches();
    }

    private static boolean isConfigMap(String name) {
        return CONFIG_MAP.matcher(name).matches();
    }

    private static boolean isSecret(String name) {
        return SECRET.matcher(name).matches();
    }

    /** Later checks rely on valid YAML. Lists of backups are not checked, because they may be long and are never read. */
    private static void requireReadable(Payload payload) throws CorruptBundleException {
        for (var entry : payload.entries().entrySet()) {
            if (RESOURCE.matcher(entry.getKey()).matches() && !readable(entry.getKey(), entry.getValue())) {
                throw new CorruptBundleException(entry.getKey() + " is not a resource in YAML.");
            }
        }
    }

    private static boolean readable(String name, byte[] yaml) {
        try {
            var resource = Yaml.read(yaml);
            var encoded = resource.path(isConfigMap(name) ? "binaryData" : "data");
            encoded.forEach(value -> Base64.getDecoder().decode(value.asText()));
            return resource.isObject();
        } catch (UncheckedIOException | IllegalArgumentException e) {
            return false;
        }
    }

    private List<String> differences(Payload payload, Manifest manifest) {
        var differences = new ArrayList<String>();
        var unlisted = payload.entries().keySet().stream()
                .filter(name -> isSecret(name) || isConfigMap(name))
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

    /** Reads the payload with a matching identity. */
    private interface PayloadReader {
        OpenedPayload with(AgeIdentity ageIdentity) throws CorruptBundleException, IOException;
    }
}
