package org.apicdr.recovery.point;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apicdr.bundle.BundleId;
import org.apicdr.bundle.Manifest;
import org.apicdr.bundle.ManifestEntryFactory;
import org.apicdr.bundle.ManifestFixture;
import org.apicdr.bundle.Payload;
import org.apicdr.bundle.StoredBundle;
import org.apicdr.bundle.Yaml;
import org.apicdr.crypto.SigningKey;
import org.apicdr.subsystem.Samples;
import org.apicdr.subsystem.SecretRole;
import org.apicdr.subsystem.SubsystemRef;
import org.apicdr.testsupport.SshKeygen;
import org.jspecify.annotations.Nullable;

/** Bundles by time and encryption key, for plain tests. */
final class KeyFixture {

    static final SubsystemRef FOLDER = new SubsystemRef("apic", "management");

    private static final String LINEAGE = "uid-1";

    private KeyFixture() {}

    static SigningKey signer(Path dir, String name) {
        return SigningKey.read(SshKeygen.keyPair(dir.resolve(name), "ed25519", ""));
    }

    /** A bundle of a time whose fingerprints were made with a signing key. */
    static BundledEncryptionKey bundled(String time, String key, SigningKey signer) {
        return bundled(Instant.parse(time), null, key, signer);
    }

    /** The same, captured at another time and sealed anew then. */
    static BundledEncryptionKey resealed(String sealedAt, String capturedAt, String key, SigningKey signer) {
        return bundled(Instant.parse(sealedAt), Instant.parse(capturedAt), key, signer);
    }

    /** Compares with the key that the subsystem has now. */
    static EncryptionKeyComparator comparator(
            String liveKey, Function<BundledEncryptionKey, Optional<Payload>> opener, SigningKey... signers) {
        return new EncryptionKeyComparator(LINEAGE, Optional.of(secret(liveKey)), List.of(signers), opener);
    }

    static StoredBundle stored(String time) {
        return new StoredBundle(FOLDER, id(Instant.parse(time)), 1);
    }

    /** What is in a bundle with that key. */
    static Payload payload(String key) {
        return new Payload(Map.of("management/secrets/enc-key.yaml", Yaml.write(secret(key))));
    }

    private static BundledEncryptionKey bundled(
            Instant time, @Nullable Instant capturedAt, String key, SigningKey signer) {
        var fingerprint = ManifestEntryFactory.fingerprint(secret(key), signer.fingerprints(LINEAGE));
        var secret = new Manifest.Secret("enc-key", SecretRole.ENCRYPTION, "encryptionSecret", null, fingerprint);
        var manifest = ManifestFixture.manifest(
                List.of(ManifestFixture.entry("ManagementCluster", "management", LINEAGE, List.of(secret))));
        var reference = capturedAt == null ? null : new Manifest.Reference(id(capturedAt), "00");
        return BundledEncryptionKey.of(
                        new StoredBundle(FOLDER, id(time), 1), ManifestFixture.at(manifest, id(time), reference))
                .orElseThrow();
    }

    private static BundleId id(Instant time) {
        return BundleId.of("management", "82b290a2", time, "1f9a3c2b", false);
    }

    private static ObjectNode secret(String key) {
        var secret = Samples.secret("apic", "enc-key");
        Samples.set(secret, "/data/value", Base64.getEncoder().encodeToString(key.getBytes(UTF_8)));
        return secret;
    }
}
