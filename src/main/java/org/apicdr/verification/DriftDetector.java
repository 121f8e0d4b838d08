package org.apicdr.verification;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.apicdr.bundle.Manifest;
import org.apicdr.bundle.ManifestEntryFactory;
import org.apicdr.bundle.Payload;
import org.apicdr.crypto.SealingKeys;
import org.apicdr.subsystem.SubsystemSnapshot;

/**
 * Compares a bundle with the live subsystem by fingerprints. If the key of the bundle's fingerprints is not available, the
 * fingerprints are recomputed from the opened payload. Without a payload the comparison is impossible and no drift is
 * reported.
 */
@ApplicationScoped
public class DriftDetector {

    private final SealingKeys sealingKeys;

    DriftDetector(SealingKeys sealingKeys) {
        this.sealingKeys = sealingKeys;
    }

    /** Returns the drift; empty if a comparison is not possible. */
    public Optional<Drift> compare(Manifest manifest, Optional<Payload> payload, SubsystemSnapshot live) {
        var kid = manifest.management().settingsFingerprint().kid();
        var key = sealingKeys.signingKey(kid);
        if (key.isPresent()) {
            return Optional.of(Drift.between(manifest.subsystems(), ManifestEntryFactory.of(live, key.get())));
        }
        return payload.map(opened -> {
            var currentKey = sealingKeys.signingKey();
            return Drift.between(
                    ManifestEntryFactory.of(manifest, opened, currentKey), ManifestEntryFactory.of(live, currentKey));
        });
    }
}
