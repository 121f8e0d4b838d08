package org.apicdr.recovery.point;

import java.util.List;
import java.util.Optional;
import org.apicdr.bundle.BundleId;

/**
 * The result of the search for the encryption key of a backup.
 *
 * @param key how certain the result is
 * @param sightings where the key is, or may be
 * @param reasons why the result is not certain
 */
record KeyMatch(RecoveryPoint.Key key, List<KeyOccurrence> sightings, List<String> reasons) {

    KeyMatch {
        sightings = List.copyOf(sightings);
        reasons = List.copyOf(reasons);
    }

    /**
     * Returns the bundles that contain the key, or may contain it.
     *
     * @param now the bundle of the live subsystem, if there is one
     */
    List<BundleId> bundles(Optional<BundleId> now) {
        return sightings.stream()
                .map(occurrence ->
                        occurrence.bundled().map(BundledEncryptionKey::id).or(() -> now))
                .flatMap(Optional::stream)
                .toList();
    }
}
