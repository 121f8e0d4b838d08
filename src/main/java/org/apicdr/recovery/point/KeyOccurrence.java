package org.apicdr.recovery.point;

import java.time.Instant;
import java.util.Optional;

/**
 * An occurrence of an encryption key in a bundle or in the live subsystem.
 *
 * @param at when the key was in force
 * @param bundled the key in the bundle; empty for the live subsystem
 */
record KeyOccurrence(Instant at, Optional<BundledEncryptionKey> bundled) {

    static KeyOccurrence in(BundledEncryptionKey bundled) {
        return new KeyOccurrence(bundled.at(), Optional.of(bundled));
    }
}
