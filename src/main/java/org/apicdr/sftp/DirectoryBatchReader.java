package org.apicdr.sftp;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Lists many folders, some of them together. */
final class DirectoryBatchReader {

    /** Servers limit how many handles a session may hold. */
    private static final int TOGETHER = 32;

    private DirectoryBatchReader() {}

    /** What is in each folder, in their order; nothing for one that is missing. */
    static List<List<DirectoryReader.Entry>> read(SftpRequests requests, List<String> paths, EntryLimit limit)
            throws IOException {
        var found = new ArrayList<List<DirectoryReader.Entry>>();
        for (int from = 0; from < paths.size(); from += TOGETHER) {
            var listings = new ArrayList<DirectoryReader>();
            for (var path : paths.subList(from, Math.min(from + TOGETHER, paths.size()))) {
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
