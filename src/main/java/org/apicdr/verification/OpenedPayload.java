package org.apicdr.verification;

import java.util.List;
import java.util.Optional;
import org.apicdr.bundle.Payload;

/**
 * What came of opening a payload.
 *
 * @param payload its content; empty where it was not opened, or is not what the manifest says
 * @param checks what was looked at
 */
record OpenedPayload(Optional<Payload> payload, List<Check> checks) {

    OpenedPayload {
        checks = List.copyOf(checks);
    }

    static OpenedPayload closed(Check check) {
        return new OpenedPayload(Optional.empty(), List.of(check));
    }
}
