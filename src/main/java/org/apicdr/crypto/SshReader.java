package org.apicdr.crypto;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Reads the data types of RFC 4251, section 5. Throws {@link IllegalArgumentException} if the data is too short or too
 * long.
 */
final class SshReader {

    private final ByteBuffer bytes;

    SshReader(byte[] bytes) {
        this.bytes = ByteBuffer.wrap(bytes);
    }

    byte[] bytes(int length) {
        if (length < 0 || length > bytes.remaining()) {
            throw new IllegalArgumentException("it is truncated");
        }
        var value = new byte[length];
        bytes.get(value);
        return value;
    }

    int uint32() {
        return ByteBuffer.wrap(bytes(Integer.BYTES)).getInt();
    }

    byte[] string() {
        return bytes(uint32());
    }

    /** Reads a string as ISO 8859-1 text, so that every byte is one character. */
    String text() {
        return new String(string(), StandardCharsets.ISO_8859_1);
    }

    void end() {
        if (bytes.hasRemaining()) {
            throw new IllegalArgumentException("it has bytes left over");
        }
    }
}
