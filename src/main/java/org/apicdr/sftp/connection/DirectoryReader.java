package org.apicdr.sftp.connection;

import io.quarkus.logging.Log;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.schmizz.sshj.sftp.FileAttributes;
import net.schmizz.sshj.sftp.FileMode;
import net.schmizz.sshj.sftp.PacketType;
import net.schmizz.sshj.sftp.Response;
import org.apicdr.bundle.BundleStore.TooManyFilesException;
import org.jspecify.annotations.Nullable;

/**
 * Lists one folder in three steps, so that several folders can go through each step in parallel: {@link #open} requests
 * the handle, {@link #read} requests the names, {@link #entries} waits for them. Many requests for one handle are sent
 * without waiting. A server must process them as if they had been sent one by one (draft-ietf-secsh-filexfer-02,
 * "Request Synchronization and Reordering").
 */
public final class DirectoryReader {

    /** A server returns about 100 names per reply. Sending several requests at once hides network latency. */
    private static final int AHEAD = 16;

    /** The number of requests sent for each reply, so that those in flight double with every round trip. */
    private static final int GROWTH = 2;

    private static final int MAX_AHEAD = 128;

    /** The number of folders to read in parallel: servers limit the open handles of a session. */
    private static final int BATCH_SIZE = 32;

    /** The number of entries that are read from a folder of the store. */
    public static final int MAX_ENTRIES = 100_000;

    /** The folder itself and its parent. */
    private static final Set<String> SELF_AND_PARENT = Set.of(".", "..");

    private final SftpRequests requests;
    private final String path;
    private final PendingReply opened;
    private final ArrayDeque<PendingReply> ahead = new ArrayDeque<>();
    private final List<Entry> entries = new ArrayList<>();
    private @Nullable RemoteHandle folder;

    private DirectoryReader(SftpRequests requests, String path) throws IOException {
        this.requests = requests;
        this.path = path;
        this.opened = requests.openFolder(path);
    }

    public static DirectoryReader open(SftpRequests requests, String path) throws IOException {
        return new DirectoryReader(requests, path);
    }

    public DirectoryReader read() throws IOException {
        try {
            requestNames();
        } catch (SftpStatusException e) {
            if (!e.absent() || exists()) {
                throw e;
            }
        }
        return this;
    }

    /** Like {@link #read}, but fails if the folder is missing. */
    public DirectoryReader readExisting() throws IOException {
        requestNames();
        return this;
    }

    /** Like {@link #read}, but treats a folder that is missing or not readable as empty. */
    public DirectoryReader readIfAllowed() throws IOException {
        try {
            requestNames();
        } catch (SftpStatusException e) {
            Log.debug(e.getMessage());
        }
        return this;
    }

    private void requestNames() throws IOException {
        var handle = new RemoteHandle(path, opened.handle());
        for (int i = 0; i < AHEAD; i++) {
            ahead.add(requests.readFolder(handle));
        }
        folder = handle;
    }

    /**
     * Returns the entries without {@code .} and {@code ..}; empty if the folder is missing. Fails if there are more than
     * {@link #MAX_ENTRIES}.
     */
    public List<Entry> entries() throws IOException {
        return entries(limit(MAX_ENTRIES));
    }

    /** Like {@link #entries()}, but fails if the limit is exceeded. */
    public List<Entry> entries(EntryLimit limit) throws IOException {
        try {
            while (!ahead.isEmpty()) {
                step(limit);
            }
        } catch (TooManyFilesException e) {
            close();
            throw e;
        }
        close();
        return entries;
    }

    /** Returns the entries of each folder in the given order; an empty list for a missing folder. */
    public static List<List<Entry>> readAll(SftpRequests requests, List<String> paths, EntryLimit limit)
            throws IOException {
        var found = new ArrayList<List<Entry>>();
        for (int from = 0; from < paths.size(); from += BATCH_SIZE) {
            var batch = new ArrayList<DirectoryReader>();
            for (var path : paths.subList(from, Math.min(from + BATCH_SIZE, paths.size()))) {
                batch.add(open(requests, path));
            }
            for (var reader : batch) {
                reader.read();
            }
            for (var reader : batch) {
                found.add(reader.entries(limit));
            }
        }
        return found;
    }

    /**
     * Reads two folders in parallel. {@link #entries} then returns without waiting. Fails if the first has too many entries. If
     * the second has, none of its entries is returned.
     *
     * @param max the maximum number of entries of each
     * @return whether the second was read as a whole
     */
    public static boolean readTogether(DirectoryReader first, DirectoryReader second, int max) throws IOException {
        var limit = first.limit(max);
        var secondLimit = second.limit(max);
        boolean whole = true;
        try {
            while (!first.ahead.isEmpty() || !second.ahead.isEmpty()) {
                first.step(limit);
                whole &= second.stepOrDiscard(secondLimit);
            }
        } catch (TooManyFilesException e) {
            first.close();
            second.close();
            throw e;
        }
        return whole;
    }

    /** Discards all entries if there are too many. Returns false then. */
    private boolean stepOrDiscard(EntryLimit limit) throws IOException {
        try {
            step(limit);
            return true;
        } catch (TooManyFilesException e) {
            ahead.clear();
            entries.clear();
            return false;
        }
    }

    private EntryLimit limit(int max) {
        return new EntryLimit(max, "The folder %s on the SFTP server %s".formatted(path, requests.server()));
    }

    private void step(EntryLimit limit) throws IOException {
        var pendingReply = ahead.poll();
        if (pendingReply == null) {
            return;
        }
        var response = pendingReply.packetOrEnd(PacketType.NAME);
        if (response == null) {
            ahead.clear(); // requests for one handle are processed in order, so all later ones also reach the end
            return;
        }
        take(response, limit);
        for (int more = 0; more < GROWTH && folder != null && ahead.size() < MAX_AHEAD; more++) {
            ahead.add(requests.readFolder(folder));
        }
    }

    private void take(Response response, EntryLimit limit) throws IOException {
        for (int left = response.readUInt32AsInt(); left > 0; left--) {
            var name = response.readString(StandardCharsets.UTF_8);
            response.readStringAsBytes(); // the line as in ls -l
            var attributes = response.readFileAttributes();
            if (!SELF_AND_PARENT.contains(name)) {
                limit.count();
                entries.add(new Entry(name, attributes));
            }
        }
    }

    /** Closes the handle. Called directly only if the entries are not needed. */
    public void close() throws IOException {
        if (folder != null) {
            requests.close(folder);
        }
    }

    /** Returns whether the path exists. OpenSSH reports a file as missing if it is opened as a folder. */
    private boolean exists() throws IOException {
        try {
            requests.attributes(path).packet(PacketType.ATTRS);
            return true;
        } catch (SftpStatusException e) {
            return false;
        }
    }

    /**
     * An entry of a folder.
     *
     * @param name the name
     * @param attributes the attributes; for a symbolic link, those of the link itself
     */
    public record Entry(String name, FileAttributes attributes) {

        public boolean regularFile() {
            return attributes.getType() == FileMode.Type.REGULAR;
        }

        public boolean folder() {
            return attributes.getType() == FileMode.Type.DIRECTORY;
        }
    }

    /** Counts the entries that are read from one or more folders, so that a server cannot exhaust the memory. */
    public static final class EntryLimit {

        private final int limit;
        private final String subject;
        private int counted;

        /** @param subject what has so many entries, as the beginning of a sentence */
        public EntryLimit(int limit, String subject) {
            this.limit = limit;
            this.subject = subject;
        }

        /** Counts one entry. If the limit is exceeded, fails with a sentence for the operator. */
        void count() throws TooManyFilesException {
            if (counted == limit) {
                throw new TooManyFilesException(
                        "%s has more than %d entries. Move unrelated files elsewhere.".formatted(subject, limit));
            }
            counted++;
        }
    }
}
