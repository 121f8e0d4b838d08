package org.apicdr.sftp;

import io.quarkus.logging.Log;
import java.io.IOException;
import java.util.List;
import net.schmizz.sshj.sftp.FileMode;
import net.schmizz.sshj.sftp.PacketType;

/** The empty files of a subsystem that remember verdicts by their names. */
final class VerdictMarkerFiles {

    private final SftpRequests requests;
    private final String folder;
    private final String verified;

    /**
     * Works with verdicts.
     *
     * @param folder the folder of the subsystem
     */
    VerdictMarkerFiles(SftpRequests requests, String folder) {
        this.requests = requests;
        this.folder = folder;
        this.verified = StoreLayout.verified(folder);
    }

    /** Makes a file, and its folder where that is missing. A file that is there says the same already. */
    void add(String name) throws IOException {
        var folders = new DirectoryCreator(requests, folder, verified);
        try {
            create(name);
        } catch (SftpStatusException e) {
            if (e.absent()) {
                folders.make();
                create(name);
            } else if (!exists(name)) {
                folders.find(); // some servers call a path that leads through a file a mere failure
                throw e;
            }
        }
    }

    /** Removes files up to the first that may not be removed: then the others may not either. */
    void remove(List<String> names) throws IOException {
        for (var name : names) {
            try {
                requests.remove(path(name)).ok();
            } catch (SftpStatusException e) {
                if (!e.absent()) {
                    Log.debugf("%s It stays behind.", e.getMessage());
                    return;
                }
            }
        }
    }

    private void create(String name) throws IOException {
        var path = path(name);
        requests.close(new RemoteHandle(path, requests.create(path).handle()));
    }

    private boolean exists(String name) throws IOException {
        try {
            var looked = requests.ownAttributes(path(name)).packet(PacketType.ATTRS);
            return looked.readFileAttributes().getType() == FileMode.Type.REGULAR;
        } catch (SftpStatusException e) {
            return false;
        }
    }

    private String path(String name) {
        return verified + "/" + name;
    }
}
