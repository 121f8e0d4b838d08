package org.apicdr.recoverypoint;

import java.time.Instant;
import java.util.Optional;

/**
 * That the encryption key was seen: in a bundle, or in the subsystem as it is now.
 *
 * @param at when
 * @param bundled the bundle; empty for the subsystem of now
 */
record KeySighting(Instant at, Optional<BundledKey> bundled) {

    static KeySighting in(BundledKey bundled) {
        return new KeySighting(bundled.at(), Optional.of(bundled));
    }
}
