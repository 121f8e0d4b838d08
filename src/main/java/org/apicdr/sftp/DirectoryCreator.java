package org.apicdr.sftp;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.schmizz.sshj.sftp.FileMode;
import net.schmizz.sshj.sftp.PacketType;

/** Makes the folders that the first bundle of a subsystem needs, and those that its first verdict does. */
final class DirectoryCreator {

    private static final Pattern SHELL_SAFE = Pattern.compile("[A-Za-z0-9._/@%+=:,-]+");

    private final SftpRequests requests;
    private final String folder;
    private final String lowest;

    /**
     * Looks for folders.
     *
     * @param folder the folder of a subsystem
     * @param lowest the folder inside that is needed now
     */
    DirectoryCreator(SftpRequests requests, String folder, String lowest) {
        this.requests = requests;
        this.folder = folder;
        this.lowest = lowest;
    }

    /** Makes what is missing from the top down. */
    void make() throws IOException {
        for (var path : find()) {
            make(path);
        }
    }

    /** The folders that are missing, the topmost first; fails where a file is in the way. */
    List<String> find() throws IOException {
        var looked = new LinkedHashMap<String, PendingReply>();
        for (int slash = lowest.indexOf('/', 1); slash > 0; slash = lowest.indexOf('/', slash + 1)) {
            var ancestor = lowest.substring(0, slash);
            looked.put(ancestor, requests.attributes(ancestor));
        }
        looked.put(lowest, requests.attributes(lowest));
        var missing = new ArrayList<String>();
        for (var look : looked.entrySet()) {
            if (!present(look.getValue(), look.getKey())) {
                missing.add(look.getKey());
            }
        }
        return missing;
    }

    private void make(String path) throws IOException {
        try {
            requests.makeFolder(path).ok();
        } catch (SftpStatusException e) {
            if (!present(requests.attributes(path), path)) {
                throw new SftpStatusException(e.code(), sentence(path));
            }
        }
    }

    /** A folder above that may not even be looked at is taken to be there. */
    private boolean present(PendingReply looked, String path) throws IOException {
        try {
            var type = looked.packet(PacketType.ATTRS).readFileAttributes().getType();
            if (type == FileMode.Type.DIRECTORY || type == FileMode.Type.UNKNOWN) {
                return true;
            }
            throw new IOException(
                    "%s on the SFTP server %s must be a folder, but is none. Move it away or correct apic-dr.sftp.path."
                            .formatted(path, requests.server()));
        } catch (SftpStatusException e) {
            return !e.absent();
        }
    }

    private String sentence(String path) {
        var folders = StoreLayout.needed(folder).stream()
                .map(DirectoryCreator::quoted)
                .collect(Collectors.joining(" "));
        return "The user %s may not make the folder %s on the SFTP server %s. Have its administrator run: mkdir -p %s"
                .formatted(requests.server().user(), path, requests.server(), folders);
    }

    private static String quoted(String path) {
        return SHELL_SAFE.matcher(path).matches() ? path : "'" + path.replace("'", "'\\''") + "'";
    }
}
