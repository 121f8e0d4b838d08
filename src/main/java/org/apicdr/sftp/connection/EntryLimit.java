package org.apicdr.sftp.connection;

import java.io.IOException;

/** Counts the entries that are read from one or more folders, so that a server cannot exhaust the memory. */
public final class EntryLimit {

    private final int limit;
    private int counted;

    public EntryLimit(int limit) {
        this.limit = limit;
    }

    public static EntryLimit none() {
        return new EntryLimit(Integer.MAX_VALUE);
    }

    /** Counts one entry. If the limit is exceeded, fails with a sentence for the operator. */
    void count() throws IOException {
        if (counted == limit) {
            throw new IOException(
                    "The backup directory has more than %d entries. Move unrelated files elsewhere.".formatted(limit));
        }
        counted++;
    }
}
