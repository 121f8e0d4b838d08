package org.apicdr.verification;

import java.util.List;
import java.util.Optional;
import org.apicdr.bundle.Payload;
import org.jspecify.annotations.Nullable;

/** The result of opening a payload. Contains secrets and is never printed. */
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

    /** Returns the result for a payload that was not opened, with the checks that explain why. */
    static OpenedPayload closed(VerificationCheck... why) {
        return new OpenedPayload(List.of(why));
    }

    /** Returns the content; empty if it was not opened or does not match contents.json. */
    public Optional<Payload> payload() {
        return Optional.ofNullable(payload);
    }

    /** Returns the decrypted gzipped tar; empty unless the whole payload was kept. */
    public byte[] packed() {
        return packed;
    }

    public List<VerificationCheck> checks() {
        return checks;
    }
}
