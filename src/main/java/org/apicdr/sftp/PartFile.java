package org.apicdr.sftp;

import io.quarkus.logging.Log;
import java.io.IOException;

/**
 * The unfinished file of one upload, which nobody else has chosen or can guess.
 *
 * @param requests those of the session that it was opened in
 * @param file the file, open for writing
 */
record PartFile(SftpRequests requests, RemoteHandle file) {

    SftpSession session() {
        return requests.session();
    }

    String path() {
        return file.path();
    }

    /** Waits until it is gone. An account that may only add files is refused, and the sweep takes it. */
    void remove() {
        try {
            requests.remove(path()).ok();
        } catch (IOException e) {
            Log.debugf(e, "%s stays behind", path());
        }
    }
}
