package org.apicdr.recovery.point;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import org.apicdr.bundle.BundleId;
import org.apicdr.bundle.BundleInspection;
import org.apicdr.bundle.Manifest;
import org.apicdr.bundle.ManifestFile;
import org.apicdr.bundle.StoredBundle;
import org.apicdr.crypto.Fingerprint;
import org.apicdr.subsystem.SecretRole;

/**
 * The encryption key of a subsystem in an authentic bundle.
 *
 * @param bundle the bundle
 * @param lineage the lineage of the installation
 * @param at when the key was captured; re-sealing does not change this
 * @param secret the name of the encryption secret
 * @param fingerprint the fingerprint of the encryption secret
 */
record BundledEncryptionKey(StoredBundle bundle, String lineage, Instant at, String secret, Fingerprint fingerprint) {

    static final Comparator<BundledEncryptionKey> OLDEST_FIRST =
            Comparator.comparing(BundledEncryptionKey::at).thenComparing(BundledEncryptionKey::id);

    /** Returns the key in a bundle; empty if the bundle is not authentic or has no such key. */
    static Optional<BundledEncryptionKey> of(BundleInspection bundleInspection) {
        return bundleInspection
                .trusted()
                .map(ManifestFile::manifest)
                .flatMap(manifest -> of(bundleInspection.bundle(), manifest));
    }

    static Optional<BundledEncryptionKey> of(StoredBundle bundle, Manifest manifest) {
        return manifest.management().secrets().stream()
                .filter(secret -> secret.role() == SecretRole.ENCRYPTION)
                .findFirst()
                .map(secret -> new BundledEncryptionKey(
                        bundle,
                        manifest.management().lineage(),
                        manifest.capturedAt(),
                        secret.name(),
                        secret.fingerprint()));
    }

    BundleId id() {
        return bundle.id();
    }
}
