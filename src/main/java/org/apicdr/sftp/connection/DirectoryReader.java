package org.apicdr.sftp.connection;

import io.quarkus.logging.Log;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import net.schmizz.sshj.sftp.FileAttributes;
import net.schmizz.sshj.sftp.FileMode;
import net.schmizz.sshj.sftp.PacketType;
import net.schmizz.sshj.sftp.Response;
import net.schmizz.sshj.sftp.Response.StatusCode;
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

    /** The type and the permissions at the start of a line of ls -l. */
    private static final Pattern LONG_NAME = Pattern.compile("[-dlbcps][-rwxsStTlL]{9}[^A-Za-z0-9]");

    private final SftpRequests requests;
    private final String path;
    private final PendingReply opened;
    private final ArrayDeque<PendingReply> ahead = new ArrayDeque<>();
    private final List<Entry> entries = new ArrayList<>();
    private @Nullable RemoteHandle folder;
    private boolean complete = true;

    private DirectoryReader(SftpRequests requests, String path) throws IOException {
        this.requests = requests;
        this.path = path;
        this.opened = requests.openFolder(path);
    }

    public static DirectoryReader open(SftpRequests requests, String path) throws IOException {
        return new DirectoryReader(requests, path);
    }

    /** Requests the names. Treats a folder that is missing as empty. */
    public DirectoryReader read() throws IOException {
        try {
            readExisting();
        } catch (SftpStatusException e) {
            if (!e.absent() || exists()) {
                throw e;
            }
        }
        return this;
    }

    /** Like {@link #read}, but treats a folder that is missing or not readable as empty. */
    public DirectoryReader readIfAllowed() throws IOException {
        try {
            readExisting();
        } catch (SftpStatusException e) {
            Log.debug(e.getMessage());
        }
        return this;
    }

    /** Like {@link #read}, but fails if the folder is missing. */
    public DirectoryReader readExisting() throws IOException {
        var handle = opened.handle();
        for (int i = 0; i < AHEAD; i++) {
            ahead.add(requests.readFolder(handle));
        }
        folder = handle;
        return this;
    }

    /** Returns whether the server gave a handle for the folder. */
    public boolean opened() {
        return folder != null;
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

    /**
     * Returns the entries of each folder in the given order; an empty list for a missing folder. A folder that the server
     * refuses to open beside others is requested again when those are closed.
     */
    public static List<List<Entry>> readAll(SftpRequests requests, List<String> paths, EntryLimit limit)
            throws IOException {
        var found = new ArrayList<List<Entry>>();
        for (int from = 0; from < paths.size(); from += BATCH_SIZE) {
            var batch = new ArrayList<DirectoryReader>();
            for (var path : paths.subList(from, Math.min(from + BATCH_SIZE, paths.size()))) {
                batch.add(open(requests, path));
            }
            var refused = new ArrayList<Integer>();
            for (int i = 0; i < batch.size(); i++) {
                try {
                    batch.get(i).read();
                } catch (SftpStatusException e) {
                    if (!e.maySucceedAlone()) {
                        throw e;
                    }
                    refused.add(from + i);
                }
            }
            for (var reader : batch) {
                found.add(reader.entries(limit));
            }
            for (int i : refused) {
                found.set(i, open(requests, paths.get(i)).read().entries(limit));
            }
        }
        return found;
    }

    /**
     * Returns which of the paths are folders, if the server does not tell types: those that can be opened as such. A path
     * that cannot, but opens as a file, is a file.
     */
    public static Set<String> folders(SftpRequests requests, List<String> paths) throws IOException {
        var folders = new HashSet<String>();
        for (int from = 0; from < paths.size(); from += BATCH_SIZE) {
            var batch = paths.subList(from, Math.min(from + BATCH_SIZE, paths.size()));
            var replies = new ArrayList<PendingReply>();
            for (var path : batch) {
                replies.add(requests.openFolder(path));
            }
            var refused = new ArrayList<String>();
            for (int i = 0; i < batch.size(); i++) {
                try {
                    requests.close(replies.get(i).handle());
                    folders.add(batch.get(i));
                } catch (SftpStatusException e) {
                    refused.add(batch.get(i));
                }
            }
            for (var path : refused) {
                if (isFolder(requests, path)) {
                    folders.add(path);
                }
            }
        }
        return folders;
    }

    private static boolean isFolder(SftpRequests requests, String path) throws IOException {
        try {
            requests.close(requests.openFolder(path).handle());
            return true;
        } catch (SftpStatusException e) {
            if (e.ambiguous()) {
                requests.close(requests.open(path).handle());
            }
            return false;
        }
    }

    /**
     * Returns whether a path does not exist, if the server's refusal does not tell: the listing of its folder lacks it. If
     * no folder above it can be listed, the path counts as existing.
     */
    public static boolean lacks(SftpRequests requests, String path) throws IOException {
        int slash = path.lastIndexOf('/');
        if (slash < 0 || path.length() == 1) {
            return false;
        }
        var folder = slash == 0 ? "/" : path.substring(0, slash);
        var name = path.substring(slash + 1);
        try {
            return open(requests, folder).readExisting().entries().stream()
                    .noneMatch(entry -> entry.name().equals(name));
        } catch (SftpStatusException e) {
            return e.absent() || e.code() == StatusCode.NOT_A_DIRECTORY || lacks(requests, folder);
        }
    }

    /**
     * Reads two folders in parallel. {@link #entries} then returns without waiting. Fails if the first has too many entries. If
     * the second has, none of its entries is returned, and it is not {@link #complete}.
     *
     * @param max the maximum number of entries of each
     */
    public static void readTogether(DirectoryReader first, DirectoryReader second, int max) throws IOException {
        var limit = first.limit(max);
        var secondLimit = second.limit(max);
        try {
            while (!first.ahead.isEmpty() || !second.ahead.isEmpty()) {
                first.step(limit);
                second.stepOrDiscard(secondLimit);
            }
        } catch (TooManyFilesException e) {
            first.close();
            second.close();
            throw e;
        }
    }

    /** Reads a folder to its end. If it has too many entries, none is returned, and it is not {@link #complete}. */
    public DirectoryReader readOrDiscard(int max) throws IOException {
        var limit = limit(max);
        while (!ahead.isEmpty()) {
            stepOrDiscard(limit);
        }
        return this;
    }

    /** Returns false if entries were discarded because there were too many. */
    public boolean complete() {
        return complete;
    }

    private void stepOrDiscard(EntryLimit limit) throws IOException {
        try {
            step(limit);
        } catch (TooManyFilesException e) {
            ahead.clear();
            entries.clear();
            complete = false;
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
            var line = response.readString(StandardCharsets.UTF_8);
            var attributes = response.readFileAttributes();
            if (!SELF_AND_PARENT.contains(name)) {
                limit.count();
                entries.add(new Entry(name, type(attributes, line), attributes));
            }
        }
    }

    /** Returns the type. Some servers tell it only in the line as of ls -l. */
    private static FileMode.Type type(FileAttributes attributes, String line) {
        if (attributes.getType() != FileMode.Type.UNKNOWN
                || !LONG_NAME.matcher(line).lookingAt()) {
            return attributes.getType();
        }
        return switch (line.charAt(0)) {
            case '-' -> FileMode.Type.REGULAR;
            case 'd' -> FileMode.Type.DIRECTORY;
            case 'l' -> FileMode.Type.SYMLINK;
            default -> FileMode.Type.SOCKET_SPECIAL; // neither a file nor a folder
        };
    }

    /** Closes the handle. Called directly only if the entries are not needed. */
    public void close() throws IOException {
        if (folder != null) {
            requests.close(folder);
            folder = null; // the server may give the same handle for another file
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
     * @param type the type; unknown if the server does not tell it
     * @param attributes the attributes; for a symbolic link, those of the link itself
     */
    public record Entry(String name, FileMode.Type type, FileAttributes attributes) {

        public boolean regularFile() {
            return type == FileMode.Type.REGULAR;
        }

        public boolean folder() {
            return type == FileMode.Type.DIRECTORY;
        }

        public boolean unknown() {
            return type == FileMode.Type.UNKNOWN;
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
