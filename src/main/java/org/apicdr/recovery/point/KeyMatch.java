package org.apicdr.recovery.point;

import java.util.List;
import java.util.Optional;
import org.apicdr.bundle.BundleId;

/**
 * What is known of the encryption key that was in force.
 *
 * @param key whether it is known which
 * @param sightings where it is, or may be
 * @param reasons why it is not certain
 */
record KeyMatch(RecoveryPoint.Key key, List<KeyOccurrence> sightings, List<String> reasons) {

    KeyMatch {
        sightings = List.copyOf(sightings);
        reasons = List.copyOf(reasons);
    }

    /**
     * The bundles to take it from.
     *
     * @param now the bundle of the subsystem as it is now, where there is one
     */
    List<BundleId> bundles(Optional<BundleId> now) {
        return sightings.stream()
                .map(sighting ->
                        sighting.bundled().map(BundledEncryptionKey::id).or(() -> now))
                .flatMap(Optional::stream)
                .toList();
    }
}
