package org.apicdr.recovery.point;

import java.time.Instant;
import java.util.Optional;

/**
 * That the encryption key was seen: in a bundle, or in the subsystem as it is now.
 *
 * @param at when
 * @param bundled the bundle; empty for the subsystem of now
 */
record KeyOccurrence(Instant at, Optional<BundledEncryptionKey> bundled) {

    static KeyOccurrence in(BundledEncryptionKey bundled) {
        return new KeyOccurrence(bundled.at(), Optional.of(bundled));
    }
}
