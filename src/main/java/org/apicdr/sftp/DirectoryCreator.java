package org.apicdr.sftp;

import io.quarkus.logging.Log;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.schmizz.sshj.sftp.FileMode;
import net.schmizz.sshj.sftp.PacketType;
import org.apicdr.sftp.connection.DirectoryReader;
import org.apicdr.sftp.connection.PendingReply;
import org.apicdr.sftp.connection.SftpRequests;
import org.apicdr.sftp.connection.SftpStatusException;

/**
 * Creates the folders that the first bundle or the first verdict of a subsystem needs, below the path of the store. That
 * path itself is never created: if it is mistyped or not mounted, bundles would be stored where they are not expected.
 */
final class DirectoryCreator {

    private static final Pattern SHELL_SAFE = Pattern.compile("[A-Za-z0-9._/@%+=:,-]+");

    /** The number of names in a message. */
    private static final int MAX_NAMES = 10;

    private final SftpRequests requests;
    private final String storePath;
    private final String lowest;

    /**
     * Creates nothing yet.
     *
     * @param storePath the path of the store
     * @param lowest the folder below it that is needed
     */
    DirectoryCreator(SftpRequests requests, String storePath, String lowest) {
        this.requests = requests;
        this.storePath = storePath.isEmpty() ? "/" : storePath;
        this.lowest = lowest;
    }

    /** Creates the missing folders from the top down. Returns whether any was missing. */
    boolean make() throws IOException {
        var missing = find();
        for (var path : missing) {
            make(path);
        }
        return !missing.isEmpty();
    }

    /**
     * Returns the missing folders, topmost first. A folder counts as existing if one below it exists.
     *
     * @throws IOException if the path of the store is missing, or if a file is in the way
     */
    List<String> find() throws IOException {
        var replies = new LinkedHashMap<String, PendingReply>();
        replies.put(storePath, requests.attributes(storePath));
        for (int slash = lowest.indexOf('/', storePath.length() + 1);
                slash > 0;
                slash = lowest.indexOf('/', slash + 1)) {
            var ancestor = lowest.substring(0, slash);
            replies.put(ancestor, requests.attributes(ancestor));
        }
        replies.put(lowest, requests.attributes(lowest));
        var missing = new ArrayList<String>();
        for (var entry : replies.entrySet()) {
            if (exists(entry.getValue(), entry.getKey(), !missing.isEmpty())) {
                missing.clear();
            } else {
                missing.add(entry.getKey());
            }
        }
        if (missing.contains(storePath)) {
            throw new IOException(storePathMissing());
        }
        return missing;
    }

    /** Returns the folders of a folder as a clause, for example {@code Its folders: 'a', 'b'}; empty if it has none. */
    static Optional<String> namesIn(SftpRequests requests, String folder) throws IOException {
        var names = DirectoryReader.open(requests, folder.isEmpty() ? "/" : folder).readExisting().entries().stream()
                .filter(entry -> entry.folder() || entry.unknown())
                .map(DirectoryReader.Entry::name)
                .filter(name -> !name.startsWith("."))
                .sorted()
                .toList();
        var shown = names.stream()
                .limit(MAX_NAMES)
                .map(name -> "'" + requests.server().quote(name) + "'")
                .collect(Collectors.joining(", "));
        var more = names.size() > MAX_NAMES ? " and %d more".formatted(names.size() - MAX_NAMES) : "";
        return names.isEmpty() ? Optional.empty() : Optional.of(shown + more);
    }

    private String storePathMissing() throws IOException {
        return ("The folder %s (apic-dr.sftp.path) does not exist on the SFTP server %s.%s Correct apic-dr.sftp.path or"
                        + " the mounts of the server, or have its administrator run: mkdir -p %s")
                .formatted(storePath, requests.server(), neighbours(), quoted(storePath));
    }

    /** Returns a sentence with the folders in the lowest folder above the path of the store that can be listed. */
    private String neighbours() throws IOException {
        for (int slash = storePath.lastIndexOf('/'); slash >= 0; slash = storePath.lastIndexOf('/', slash - 1)) {
            var folder = slash == 0 ? "/" : storePath.substring(0, slash);
            try {
                return namesIn(requests, folder)
                        .map(names -> " The folders in %s are: %s.".formatted(folder, names))
                        .orElse(" There is no folder in %s.".formatted(folder));
            } catch (SftpStatusException e) {
                Log.debug(e.getMessage());
            }
        }
        return "";
    }

    private void make(String path) throws IOException {
        try {
            requests.makeFolder(path).ok();
        } catch (SftpStatusException e) {
            if (!exists(requests.attributes(path), path, false)) {
                throw new SftpStatusException(e.code(), permissionDenied(path));
            }
        }
    }

    /**
     * Returns whether the folder exists. One that the server refuses to tell about exists unless the listing of its parent
     * lacks it.
     */
    private boolean exists(PendingReply reply, String path, boolean parentMissing) throws IOException {
        try {
            var type = reply.packet(PacketType.ATTRS).readFileAttributes().getType();
            if (type == FileMode.Type.DIRECTORY || type == FileMode.Type.UNKNOWN) {
                return true;
            }
            throw new IOException(
                    ("%s on the SFTP server %s must be a folder, but is not one. Move it elsewhere or correct"
                                    + " apic-dr.sftp.path.")
                            .formatted(path, requests.server()));
        } catch (SftpStatusException e) {
            return !e.absent() && !parentMissing && !DirectoryReader.lacks(requests, path);
        }
    }

    private String permissionDenied(String path) {
        var folders = StoreLayout.needed(lowest.substring(0, lowest.lastIndexOf('/'))).stream()
                .map(DirectoryCreator::quoted)
                .collect(Collectors.joining(" "));
        return "The user %s may not create the folder %s on the SFTP server %s. Have its administrator run: mkdir -p %s"
                .formatted(requests.server().user(), path, requests.server(), folders);
    }

    private static String quoted(String path) {
        return SHELL_SAFE.matcher(path).matches() ? path : "'" + path.replace("'", "'\\''") + "'";
    }
}
