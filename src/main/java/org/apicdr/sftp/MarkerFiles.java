package org.apicdr.sftp;

import io.quarkus.logging.Log;
import java.io.IOException;
import java.util.List;
import net.schmizz.sshj.sftp.FileMode;
import net.schmizz.sshj.sftp.PacketType;
import org.apicdr.sftp.connection.DirectoryReader;
import org.apicdr.sftp.connection.SftpRequests;
import org.apicdr.sftp.connection.SftpStatusException;

/** Empty files in one folder whose names are markers: verdicts, or proofs of identities. */
final class MarkerFiles {

    private final SftpRequests requests;
    private final String storePath;
    private final String folder;

    /**
     * Accesses the marker files.
     *
     * @param storePath the path of the store
     * @param folder the folder of the markers
     */
    MarkerFiles(SftpRequests requests, String storePath, String folder) {
        this.requests = requests;
        this.storePath = storePath;
        this.folder = folder;
    }

    /** Creates a file, and its folder if missing. Succeeds if the file already exists. */
    void add(String name) throws IOException {
        try {
            create(name);
        } catch (SftpStatusException e) {
            if (!e.absent() && exists(name)) {
                return;
            }
            boolean made = new DirectoryCreator(requests, storePath, folder).make();
            if (!made && !e.absent()) {
                throw e;
            }
            create(name);
        }
    }

    /**
     * Removes files until the first that the account is not allowed to remove: the others are then not allowed either.
     */
    void remove(List<String> names) throws IOException {
        for (var name : names) {
            try {
                requests.remove(path(name)).ok();
            } catch (SftpStatusException e) {
                if (!e.absent()) {
                    Log.debugf("%s The marker file was not removed.", e.getMessage());
                    return;
                }
            }
        }
    }

    private void create(String name) throws IOException {
        var path = path(name);
        requests.close(requests.create(path).handle());
    }

    private boolean exists(String name) throws IOException {
        try {
            var reply = requests.ownAttributes(path(name)).packet(PacketType.ATTRS);
            var type = reply.readFileAttributes().getType();
            return type == FileMode.Type.REGULAR
                    || (type == FileMode.Type.UNKNOWN && !DirectoryReader.lacks(requests, path(name)));
        } catch (SftpStatusException e) {
            return false;
        }
    }

    private String path(String name) {
        return folder + "/" + name;
    }
}
