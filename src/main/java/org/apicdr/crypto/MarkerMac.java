package org.apicdr.crypto;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Authenticates the markers on the store with a key derived from one signing key, so that other accounts with write access
 * to the store cannot forge them. A tag is the first 128 bits of an HMAC-SHA-256.
 */
public final class MarkerMac {

    private static final int TAG_BYTES = 16;

    private final byte[] key;

    MarkerMac(byte[] key) {
        this.key = key;
    }

    /** Returns the tag of a marker's fields in lower-case hex. */
    public String of(List<String> fields) {
        var writer = new SshWriter();
        fields.forEach(writer::string);
        var tag = Digests.hmacSha256(key, writer.toBytes());
        return HexFormat.of().formatHex(Arrays.copyOf(tag, TAG_BYTES));
    }

    @Override
    public String toString() {
        return "tags of markers";
    }
}
