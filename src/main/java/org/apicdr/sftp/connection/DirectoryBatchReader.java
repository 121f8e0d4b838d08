package org.apicdr.sftp.connection;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Lists many folders, several at a time. */
public final class DirectoryBatchReader {

    /** The number of folders to read in parallel: servers limit the open handles of a session. */
    private static final int BATCH_SIZE = 32;

    private DirectoryBatchReader() {}

    /** Returns the entries of each folder in the given order; an empty list for a missing folder. */
    public static List<List<DirectoryReader.Entry>> read(SftpRequests requests, List<String> paths, EntryLimit limit)
            throws IOException {
        var found = new ArrayList<List<DirectoryReader.Entry>>();
        for (int from = 0; from < paths.size(); from += BATCH_SIZE) {
            var listings = new ArrayList<DirectoryReader>();
            for (var path : paths.subList(from, Math.min(from + BATCH_SIZE, paths.size()))) {
                listings.add(DirectoryReader.open(requests, path));
            }
            for (var listing : listings) {
                listing.read();
            }
            for (var listing : listings) {
                found.add(listing.entries(limit));
            }
        }
        return found;
    }
}
