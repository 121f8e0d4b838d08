package org.apicdr.verification;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.stream.Stream;
import org.apicdr.bundle.Manifest;
import org.apicdr.bundle.ManifestEntryFactory;
import org.apicdr.bundle.Payload;
import org.apicdr.crypto.SealingKeys;
import org.apicdr.subsystem.SubsystemSnapshot;

/**
 * Compares a bundle with the live subsystem by fingerprints. Where the key that made the bundle's is not held, the payload
 * is hashed anew if it could be opened; else nothing is said: there is no drift by ignorance.
 */
@ApplicationScoped
public class DriftDetector {

    private final SealingKeys sealingKeys;

    DriftDetector(SealingKeys sealingKeys) {
        this.sealingKeys = sealingKeys;
    }

    /** The drift; empty where the two cannot be compared. */
    public Optional<Drift> compare(Manifest manifest, Optional<Payload> payload, SubsystemSnapshot live) {
        var kid = manifest.management().settingsFingerprint().kid();
        var key = Stream.concat(Stream.of(sealingKeys.signingKey()), sealingKeys.formerSigningKeys().stream())
                .filter(held -> held.publicKey().kid().equals(kid))
                .findFirst();
        if (key.isPresent()) {
            return Optional.of(Drift.between(manifest.subsystems(), ManifestEntryFactory.of(live, key.get())));
        }
        return payload.map(opened -> {
            var own = sealingKeys.signingKey();
            return Drift.between(ManifestEntryFactory.of(manifest, opened, own), ManifestEntryFactory.of(live, own));
        });
    }
}
