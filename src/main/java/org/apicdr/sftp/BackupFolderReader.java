package org.apicdr.sftp;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apicdr.backup.BackupFolderListing;
import org.apicdr.backup.BackupFolderListing.Entry;
import org.apicdr.backup.BackupLocation;
import org.apicdr.core.Deadline;
import org.apicdr.sftp.config.ConfiguredText.TextFile;
import org.apicdr.sftp.config.ServerRole;
import org.apicdr.sftp.config.SftpEndpoint;
import org.apicdr.sftp.connection.ConnectionLostException;
import org.apicdr.sftp.connection.DirectoryReader;
import org.apicdr.sftp.connection.SftpConnector;
import org.apicdr.sftp.connection.SftpLogin;
import org.apicdr.sftp.connection.SftpRequests;
import org.apicdr.sftp.connection.SftpSettings;
import org.apicdr.sftp.hostkey.HostKeyPolicy;
import org.apicdr.sftp.hostkey.KnownHosts;

/** Reads the backup folder of a subsystem once. {@link #toString()} describes the folder in messages. */
final class BackupFolderReader {

    /** The maximum number of folders inside the backup folder that are also listed. */
    private static final int MAX_FOLDERS = 50;

    private static final int MAX_ENTRIES = 100_000;

    private final BackupLocation location;
    private final BackupSftpSettings settings;
    private final Clock clock;
    private final SftpEndpoint sftpEndpoint;

    BackupFolderReader(BackupLocation location, BackupSftpSettings settings, Clock clock) {
        this.location = location;
        this.settings = settings;
        this.clock = clock;
        this.sftpEndpoint = new SftpEndpoint(
                location.host(), location.port(), location.login().username(), ServerRole.BACKUPS);
    }

    /** Reads the folder. If that fails, the message of the exception is a sentence for the operator. */
    BackupFolderListing run(Deadline deadline) throws IOException {
        var file = settings.knownHosts();
        if (file == null) {
            return new BackupFolderListing.Skipped(("%s was not read, and no password was sent, because no host key is"
                            + " pinned. To have it read, set %s to a known_hosts file with the server's host key.")
                    .formatted(this, sftpEndpoint.role().knownHosts()));
        }
        requireValidLocation();
        var knownHosts = read(file);
        if (!knownHosts.trusts(sftpEndpoint)) {
            return new BackupFolderListing.Skipped(
                    ("%s was not read, and nothing was sent to the server, because %s. Get the"
                                    + " host key from the server's administrator and add it to %s.")
                            .formatted(
                                    this,
                                    knownHosts.whyUntrusted(sftpEndpoint),
                                    sftpEndpoint.role().knownHosts()));
        }
        var sftpLogin = SftpLogin.of(location.login());
        var hostKeyPolicy = new HostKeyPolicy(file, List.of());
        return list(
                new SftpSettings(sftpEndpoint, path(), sftpLogin, hostKeyPolicy, settings.legacyAlgorithms()),
                deadline);
    }

    /** Returns what to do if the folder is missing. */
    String absent() {
        return "Correct the path in the subsystem's backup settings, or have the folder created on the server.";
    }

    @Override
    public String toString() {
        return SftpEndpoint.printable("%s on %s".formatted(location.path(), sftpEndpoint));
    }

    private void requireValidLocation() throws IOException {
        if (!SftpEndpoint.isHost(sftpEndpoint.host()) || !SftpEndpoint.isPort(sftpEndpoint.port())) {
            throw new IOException(("Correct %s: the host must be a name or address without sftp://, of at most 253"
                            + " characters, and the port a number from 1 to 65535.")
                    .formatted(sftpEndpoint.role().address()));
        }
        if (location.path().chars().anyMatch(Character::isISOControl)) {
            throw new IOException(
                    "Correct the path in the subsystem's backup settings: it contains a control character.");
        }
        if (!SftpEndpoint.isUser(sftpEndpoint.user())) {
            throw new IOException("Correct %s: it contains no valid user name.".formatted(ServerRole.CREDENTIALS));
        }
    }

    private KnownHosts read(TextFile file) throws IOException {
        try {
            return KnownHosts.read(file);
        } catch (IOException e) {
            throw new IOException("%s: %s.".formatted(sftpEndpoint.role().knownHosts(), e.getMessage()), e);
        }
    }

    /** Returns the path. A dot stands for the folder in which the login starts. */
    private String path() {
        return location.path().isEmpty() ? "." : trimmed(location.path());
    }

    /**
     * Removes trailing slashes except from the root. Takes linear time, because the path comes from a resource that
     * others write.
     */
    static String trimmed(String path) {
        int end = path.length();
        while (end > 1 && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(0, end);
    }

    private IOException timedOut(ConnectionLostException cause) {
        return new IOException(
                ("The %s did not answer within apic-dr.backup-sftp.timeout or the remaining time of the request."
                                + " Check its load and the network.")
                        .formatted(sftpEndpoint.title()),
                cause);
    }

    private BackupFolderListing list(SftpSettings target, Deadline deadline) throws IOException {
        var session = new SftpConnector(target, deadline, clock).open();
        var watch = session.abortAt(deadline);
        try {
            var entries = readEntries(session.requests(deadline), target.path());
            return new BackupFolderListing.Read(entries, session.hostKey(), sftpEndpoint.user());
        } catch (ConnectionLostException e) {
            throw deadline.passed() ? timedOut(e) : e;
        } finally {
            if (deadline.passed()) {
                session.abort();
            } else {
                session.close();
            }
            watch.cancel(false);
        }
    }

    /** Lists the folder, and the newest of its folders in which the subsystem keeps backups. */
    private List<Entry> readEntries(SftpRequests requests, String path) throws IOException {
        var limit = new DirectoryReader.EntryLimit(MAX_ENTRIES, "The backup directory");
        var start = path.endsWith("/") ? path : path + "/";
        var listed = DirectoryReader.open(requests, path).readExisting().entries(limit);
        var found = entries("", listed, foldersOfUnknownType(requests, start, listed));
        var names = newestFolders(found);
        var paths = names.stream().map(name -> start + name).toList();
        var inFolders = DirectoryReader.readAll(requests, paths, limit);
        for (int i = 0; i < names.size(); i++) {
            found.addAll(entries(names.get(i) + "/", inFolders.get(i), Set.of()));
        }
        return found;
    }

    /** Returns the paths of the entries that may be folders of backups and are, if the server does not tell the types. */
    private Set<String> foldersOfUnknownType(SftpRequests requests, String start, List<DirectoryReader.Entry> listed)
            throws IOException {
        var unknown = listed.stream()
                .filter(entry -> entry.unknown() && isBackupFolder(entry.name()) && isName(entry.name()))
                .map(entry -> start + entry.name())
                .toList();
        var folders = DirectoryReader.folders(requests, unknown);
        return folders.stream().map(folder -> folder.substring(start.length())).collect(Collectors.toSet());
    }

    /** Returns the newest folders. Sorting by name works because the names end with a time or have equal lengths. */
    private List<String> newestFolders(List<Entry> entries) {
        return entries.stream()
                .filter(Entry::folder)
                .map(Entry::path)
                .filter(this::isBackupFolder)
                .sorted(Comparator.reverseOrder())
                .limit(MAX_FOLDERS)
                .toList();
    }

    /**
     * Returns the files and folders. Symbolic links are skipped, so none is followed. An entry of unknown type counts as a
     * file unless it is one of the folders.
     */
    private static List<Entry> entries(String start, List<DirectoryReader.Entry> listed, Set<String> folders) {
        var entries = new ArrayList<Entry>();
        for (var entry : listed) {
            boolean folder = entry.folder() || folders.contains(entry.name());
            if ((folder || entry.regularFile() || entry.unknown()) && isName(entry.name())) {
                entries.add(new Entry(start + entry.name(), entry.attributes().getSize(), folder));
            }
        }
        return entries;
    }

    private boolean isBackupFolder(String name) {
        return !location.folders().isEmpty() && name.startsWith(location.folders());
    }

    /** Returns whether a name is safe to use. A server may send any text as a name. */
    private static boolean isName(String name) {
        return !name.contains("/") && name.chars().noneMatch(Character::isISOControl);
    }
}
