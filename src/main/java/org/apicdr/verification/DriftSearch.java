package org.apicdr.verification;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.stream.Stream;
import org.apicdr.bundle.Description;
import org.apicdr.bundle.Manifest;
import org.apicdr.bundle.Payload;
import org.apicdr.seal.Seals;
import org.apicdr.subsystem.SubsystemSnapshot;

/**
 * Compares a bundle with the live subsystem by fingerprints. Where the key that made the bundle's is not held, the payload
 * is hashed anew if it could be opened; else nothing is said: there is no drift by ignorance.
 */
@ApplicationScoped
public class DriftSearch {

    private final Seals seals;

    DriftSearch(Seals seals) {
        this.seals = seals;
    }

    /** The drift; empty where the two cannot be compared. */
    public Optional<Drift> compare(Manifest manifest, Optional<Payload> payload, SubsystemSnapshot live) {
        var kid = manifest.management().settingsFingerprint().kid();
        var key = Stream.concat(Stream.of(seals.signingKey()), seals.formerSigningKeys().stream())
                .filter(held -> held.publicKey().kid().equals(kid))
                .findFirst();
        if (key.isPresent()) {
            return Optional.of(Drift.between(manifest.subsystems(), Description.of(live, key.get())));
        }
        return payload.map(opened -> {
            var own = seals.signingKey();
            return Drift.between(Description.of(manifest, opened, own), Description.of(live, own));
        });
    }
}
