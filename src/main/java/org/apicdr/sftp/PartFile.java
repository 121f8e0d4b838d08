package org.apicdr.sftp;

import io.quarkus.logging.Log;
import java.io.IOException;
import org.apicdr.sftp.connection.RemoteHandle;
import org.apicdr.sftp.connection.SftpRequests;
import org.apicdr.sftp.connection.SftpSession;

/**
 * The part file of one upload. Its name is unique and cannot be guessed.
 *
 * @param requests the requests of the session in which it was opened
 * @param file the file, open for writing
 */
record PartFile(SftpRequests requests, RemoteHandle file) {

    SftpSession session() {
        return requests.session();
    }

    String path() {
        return file.path();
    }

    /** Removes the file and waits for the reply. A failure is only logged, as some accounts may only add files. */
    void remove() {
        try {
            requests.remove(path()).ok();
        } catch (IOException e) {
            Log.debugf(e, "The part file %s was not removed", path());
        }
    }
}
