package org.apicdr.recoverypoint;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import org.apicdr.bundle.BundleId;
import org.apicdr.bundle.Inspection;
import org.apicdr.bundle.Manifest;
import org.apicdr.bundle.ManifestFile;
import org.apicdr.bundle.StoredBundle;
import org.apicdr.seal.Fingerprint;
import org.apicdr.subsystem.SecretRole;

/**
 * The encryption key of a subsystem as an authentic bundle has it.
 *
 * @param bundle the bundle
 * @param manifest what it says
 * @param secret the encryption secret
 */
record BundledKey(StoredBundle bundle, Manifest manifest, Manifest.Secret secret) {

    static final Comparator<BundledKey> OLDEST_FIRST =
            Comparator.comparing(BundledKey::at).thenComparing(BundledKey::id);

    /** Empty where the bundle is not authentic, of another installation, or without such a key. */
    static Optional<BundledKey> of(Inspection inspection, String lineage) {
        return inspection
                .trusted()
                .map(ManifestFile::manifest)
                .filter(manifest -> manifest.management().lineage().equals(lineage))
                .flatMap(manifest -> manifest.management().secrets().stream()
                        .filter(secret -> secret.role() == SecretRole.ENCRYPTION)
                        .findFirst()
                        .map(secret -> new BundledKey(inspection.bundle(), manifest, secret)));
    }

    BundleId id() {
        return bundle.id();
    }

    /** When it was in force; a bundle that was sealed anew counts for when it was captured. */
    Instant at() {
        return manifest.capturedAt();
    }

    Fingerprint fingerprint() {
        return secret.fingerprint();
    }
}
