package org.apicdr.sftp;

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
import org.jspecify.annotations.Nullable;

/**
 * Lists one folder in three steps, so that many folders can go through each step together: {@link #open} asks for the
 * handle, {@link #read} for the names, {@link #entries} waits for them. Many requests are on their way to one handle, which
 * a server must answer as if they had been sent one by one (draft-ietf-secsh-filexfer-02, "Request Synchronization and
 * Reordering").
 */
final class DirectoryReader {

    /** A server gives about 100 names an answer; so many answers make a long way to it short. */
    private static final int AHEAD = 16;

    /** Each answer asks for so many more, which doubles them with every round trip to a large folder. */
    private static final int GROWTH = 2;

    private static final int MOST_AHEAD = 128;

    /** The folder itself and its parent. */
    private static final Set<String> LINKS = Set.of(".", "..");

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

    static DirectoryReader open(SftpRequests requests, String path) throws IOException {
        return new DirectoryReader(requests, path);
    }

    DirectoryReader read() throws IOException {
        try {
            ask();
        } catch (SftpStatusException e) {
            if (!e.absent() || exists()) {
                throw e;
            }
        }
        return this;
    }

    /** The same for a folder that has to be there. */
    DirectoryReader readOrRefuse() throws IOException {
        ask();
        return this;
    }

    /** The same for a folder that may be missing or closed to us: then it holds nothing, and no more is asked. */
    DirectoryReader readIfAllowed() throws IOException {
        try {
            ask();
        } catch (SftpStatusException e) {
            Log.debug(e.getMessage());
        }
        return this;
    }

    private void ask() throws IOException {
        var handle = new RemoteHandle(path, opened.handle());
        for (int i = 0; i < AHEAD; i++) {
            ahead.add(requests.readFolder(handle));
        }
        folder = handle;
    }

    /** What is in the folder, without the two links to itself and its parent; nothing where there is no folder. */
    List<Entry> entries() throws IOException {
        return entries(EntryLimit.none());
    }

    /** The same, but fails where there is more than a limit allows. */
    List<Entry> entries(EntryLimit limit) throws IOException {
        while (!ahead.isEmpty()) {
            step(limit);
        }
        close();
        return entries;
    }

    /** Gets two folders read side by side, each answer of which asks for more; then {@link #entries} waits for no more. */
    static void readTogether(DirectoryReader one, DirectoryReader other) throws IOException {
        while (!one.ahead.isEmpty() || !other.ahead.isEmpty()) {
            one.step(EntryLimit.none());
            other.step(EntryLimit.none());
        }
    }

    private void step(EntryLimit limit) throws IOException {
        var pendingReply = ahead.poll();
        if (pendingReply == null) {
            return;
        }
        var response = pendingReply.packetOrEnd(PacketType.NAME);
        if (response == null) {
            ahead.clear(); // requests about one handle are answered as if one by one, so all after it find the end, too
            return;
        }
        take(response, limit);
        for (int more = 0; more < GROWTH && folder != null && ahead.size() < MOST_AHEAD; more++) {
            ahead.add(requests.readFolder(folder));
        }
    }

    private void take(Response response, EntryLimit limit) throws IOException {
        for (int left = response.readUInt32AsInt(); left > 0; left--) {
            var name = response.readString(StandardCharsets.UTF_8);
            response.readStringAsBytes(); // the line of ls -l
            var attributes = response.readFileAttributes();
            if (!LINKS.contains(name)) {
                limit.count();
                entries.add(new Entry(name, attributes));
            }
        }
    }

    /** Gives the handle back where nobody will ask for the names. */
    void close() throws IOException {
        if (folder != null) {
            requests.close(folder);
        }
    }

    /** OpenSSH calls a file that was taken for a folder absent. */
    private boolean exists() throws IOException {
        try {
            requests.attributes(path).packet(PacketType.ATTRS);
            return true;
        } catch (SftpStatusException e) {
            return false;
        }
    }

    /**
     * A name in a folder.
     *
     * @param name the name
     * @param attributes what it is; a symbolic link as such
     */
    record Entry(String name, FileAttributes attributes) {

        boolean regularFile() {
            return attributes.getType() == FileMode.Type.REGULAR;
        }

        boolean folder() {
            return attributes.getType() == FileMode.Type.DIRECTORY;
        }
    }
}
