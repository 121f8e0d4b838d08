package org.apicdr.sftp;

import java.io.IOException;

/** Counts the names that are read, in one folder or in several, so that no server fills the memory. */
final class EntryLimit {

    private final int most;
    private int counted;

    EntryLimit(int most) {
        this.most = most;
    }

    static EntryLimit none() {
        return new EntryLimit(Integer.MAX_VALUE);
    }

    /** One more; fails, with a sentence as message, where it is one too many. */
    void count() throws IOException {
        if (counted == most) {
            throw new IOException("More than %d entries lie there. Have what is no backup moved away.".formatted(most));
        }
        counted++;
    }
}
