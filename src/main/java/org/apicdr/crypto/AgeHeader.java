package org.apicdr.crypto;

import java.nio.charset.StandardCharsets;

/**
 * The clear-text header of an age file (age-encryption.org/v1): one stanza for each recipient, then the header's MAC.
 */
public final class AgeHeader {

    /** Larger than the header of any bundle. */
    public static final int MAX_LENGTH = 64 << 10;

    private static final String VERSION = "age-encryption.org/v1\n";

    private static final String STANZA = "-> ";

    private static final String MAC = "--- ";

    private AgeHeader() {}

    /**
     * Returns the number of recipients that a file is sealed to.
     *
     * @param head the beginning of the file, at least its header
     * @return the number, or -1 if the file does not begin with an age header
     */
    public static int recipients(byte[] head) {
        var text = new String(head, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\n" + MAC);
        if (!text.startsWith(VERSION) || end < 0) {
            return -1;
        }
        return (int) text.substring(0, end)
                .lines()
                .filter(line -> line.startsWith(STANZA))
                .count();
    }
}
