package org.apicdr.verification;

import java.util.List;
import java.util.Optional;
import org.apicdr.bundle.Payload;
import org.jspecify.annotations.Nullable;

/** What came of opening a payload. Holds secrets; never printed. */
public final class OpenedPayload {

    private final @Nullable Payload payload;
    private final byte[] packed;
    private final List<VerificationCheck> checks;

    OpenedPayload(Payload payload, byte[] packed, List<VerificationCheck> checks) {
        this.payload = payload;
        this.packed = packed;
        this.checks = List.copyOf(checks);
    }

    private OpenedPayload(List<VerificationCheck> checks) {
        this.payload = null;
        this.packed = new byte[0];
        this.checks = List.copyOf(checks);
    }

    /** What was not opened, and why. */
    static OpenedPayload closed(VerificationCheck... why) {
        return new OpenedPayload(List.of(why));
    }

    /** Its content; empty where it was not opened, or is not what contents.json says. */
    public Optional<Payload> payload() {
        return Optional.ofNullable(payload);
    }

    /** The gzipped tar as it was sealed; empty unless it was opened whole. */
    public byte[] packed() {
        return packed;
    }

    /** What was looked at. */
    public List<VerificationCheck> checks() {
        return checks;
    }
}
