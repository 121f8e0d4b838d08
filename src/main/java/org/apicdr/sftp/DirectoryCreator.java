package org.apicdr.sftp;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.schmizz.sshj.sftp.FileMode;
import net.schmizz.sshj.sftp.PacketType;
import org.apicdr.sftp.connection.PendingReply;
import org.apicdr.sftp.connection.SftpRequests;
import org.apicdr.sftp.connection.SftpStatusException;

/** Creates the folders that the first bundle or the first verdict of a subsystem needs. */
final class DirectoryCreator {

    private static final Pattern SHELL_SAFE = Pattern.compile("[A-Za-z0-9._/@%+=:,-]+");

    private final SftpRequests requests;
    private final String folder;
    private final String lowest;

    /**
     * Creates nothing yet.
     *
     * @param folder the folder of a subsystem
     * @param lowest the folder inside it that is needed
     */
    DirectoryCreator(SftpRequests requests, String folder, String lowest) {
        this.requests = requests;
        this.folder = folder;
        this.lowest = lowest;
    }

    /** Creates the missing folders from the top down. */
    void make() throws IOException {
        for (var path : find()) {
            make(path);
        }
    }

    /** Returns the missing folders, topmost first. Fails if a file is in the way. */
    List<String> find() throws IOException {
        var replies = new LinkedHashMap<String, PendingReply>();
        for (int slash = lowest.indexOf('/', 1); slash > 0; slash = lowest.indexOf('/', slash + 1)) {
            var ancestor = lowest.substring(0, slash);
            replies.put(ancestor, requests.attributes(ancestor));
        }
        replies.put(lowest, requests.attributes(lowest));
        var missing = new ArrayList<String>();
        for (var entry : replies.entrySet()) {
            if (!present(entry.getValue(), entry.getKey())) {
                missing.add(entry.getKey());
            }
        }
        return missing;
    }

    private void make(String path) throws IOException {
        try {
            requests.makeFolder(path).ok();
        } catch (SftpStatusException e) {
            if (!present(requests.attributes(path), path)) {
                throw new SftpStatusException(e.code(), permissionDenied(path));
            }
        }
    }

    /** Returns whether the folder exists. A parent whose attributes may not be read counts as existing. */
    private boolean present(PendingReply reply, String path) throws IOException {
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
            return !e.absent();
        }
    }

    private String permissionDenied(String path) {
        var folders = StoreLayout.needed(folder).stream()
                .map(DirectoryCreator::quoted)
                .collect(Collectors.joining(" "));
        return "The user %s may not create the folder %s on the SFTP server %s. Have its administrator run: mkdir -p %s"
                .formatted(requests.server().user(), path, requests.server(), folders);
    }

    private static String quoted(String path) {
        return SHELL_SAFE.matcher(path).matches() ? path : "'" + path.replace("'", "'\\''") + "'";
    }
}
