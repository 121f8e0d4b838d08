package org.apicdr.sftp;

import io.quarkus.logging.Log;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apicdr.sftp.config.SftpEndpoint;

/** Logs once each that the server does not support flushing files or folders to disk. */
final class FsyncWarnings {

    private final AtomicBoolean files = new AtomicBoolean();
    private final AtomicBoolean folders = new AtomicBoolean();

    void cannotSyncFiles(SftpEndpoint sftpEndpoint) {
        if (files.compareAndSet(false, true)) {
            Log.warnf(
                    "The SFTP server %s does not write a file to its disk on request (fsync@openssh.com): a bundle"
                            + " published just before the server loses power may be lost",
                    sftpEndpoint);
        }
    }

    void cannotSyncFolders(SftpEndpoint sftpEndpoint) {
        if (folders.compareAndSet(false, true)) {
            Log.infof(
                    "The SFTP server %s does not write a folder to its disk on request: the name of a bundle published"
                            + " just before the server loses power may be lost",
                    sftpEndpoint);
        }
    }
}
