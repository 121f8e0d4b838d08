package org.apicdr.crypto;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Tags verdicts with one signing key, so that whoever may write to the store cannot make them up: the first 128 bits of
 * an HMAC-SHA-256.
 */
public final class VerdictMac {

    private static final int TAG_BYTES = 16;

    private final byte[] key;

    VerdictMac(byte[] key) {
        this.key = key;
    }

    /** The tag of what a verdict says, in lower-case hex. */
    public String of(List<String> said) {
        var writer = new SshWriter();
        said.forEach(writer::string);
        var tag = Digests.hmacSha256(key, writer.toBytes());
        return HexFormat.of().formatHex(Arrays.copyOf(tag, TAG_BYTES));
    }

    @Override
    public String toString() {
        return "tags of verdicts";
    }
}
