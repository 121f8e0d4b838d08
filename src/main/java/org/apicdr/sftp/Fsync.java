package org.apicdr.sftp;

import io.quarkus.logging.Log;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import net.schmizz.sshj.sftp.Response.StatusCode;
import org.apicdr.sftp.config.SftpEndpoint;
import org.apicdr.sftp.connection.PendingReply;
import org.apicdr.sftp.connection.RemoteHandle;
import org.apicdr.sftp.connection.SftpRequests;
import org.apicdr.sftp.connection.SftpStatusException;
import org.jspecify.annotations.Nullable;

/**
 * Flushes files and folders to the server's disk (fsync@openssh.com). A server that does not support this is used as
 * well; that is logged once for files and once for folders.
 */
final class Fsync {

    private final AtomicBoolean fileWarned = new AtomicBoolean();
    private final AtomicBoolean folderWarned = new AtomicBoolean();

    /** Requests to flush a file. Returns null if the server does not support it. */
    @Nullable
    PendingReply requestFile(SftpRequests requests, RemoteHandle file) throws IOException {
        return requests.session().syncs() ? requests.sync(file) : null;
    }

    /** Waits until a file is flushed. Fails if the server supports this, but failed to do it. */
    void awaitFile(@Nullable PendingReply synced, SftpEndpoint server) throws IOException {
        if (synced != null) {
            try {
                synced.ok();
                return;
            } catch (SftpStatusException e) {
                if (e.code() != StatusCode.OP_UNSUPPORTED) {
                    throw e;
                }
            }
        }
        if (fileWarned.compareAndSet(false, true)) {
            Log.warnf(
                    "The SFTP server %s does not write a file to its disk on request (fsync@openssh.com): a bundle"
                            + " published just before the server loses power may be lost",
                    server);
        }
    }

    /** Requests the handle of a folder, whose names are to be flushed. */
    Folder openFolder(SftpRequests requests, String path) throws IOException {
        return new Folder(requests, path);
    }

    private void warnAboutFolders(SftpEndpoint server, SftpStatusException refusal) {
        if (folderWarned.compareAndSet(false, true)) {
            Log.infof(
                    "The SFTP server %s does not write a folder to its disk on request: the name of a bundle published"
                            + " just before the server loses power may be lost. The server answered %s '%s'",
                    server, refusal.code(), refusal.answer());
        }
    }

    /**
     * A folder whose names are to be flushed. It is opened as a file for reading: OpenSSH does not flush a folder that
     * was opened for listing.
     */
    final class Folder {

        private final SftpRequests requests;
        private final String path;
        private final @Nullable PendingReply opened;
        private @Nullable RemoteHandle handle;
        private @Nullable PendingReply synced;

        private Folder(SftpRequests requests, String path) throws IOException {
            this.requests = requests;
            this.path = path;
            this.opened = requests.session().syncs() ? requests.open(path) : null;
        }

        /** Waits for the handle. If the server refused it while the bundle was being written, requests it again. */
        void awaitHandle() throws IOException {
            if (opened == null) {
                return;
            }
            try {
                handle = opened.handle();
            } catch (SftpStatusException e) {
                if (!folderWarned.get() && e.maySucceedAlone()) {
                    openAgain();
                } else {
                    warnAboutFolders(requests.server(), e);
                }
            }
        }

        private void openAgain() throws IOException {
            try {
                handle = requests.open(path).handle();
            } catch (SftpStatusException e) {
                warnAboutFolders(requests.server(), e);
            }
        }

        /** Requests to flush the names and to close the handle. */
        void request(SftpRequests bounded) throws IOException {
            if (handle != null) {
                synced = bounded.sync(handle);
                bounded.close(handle);
            }
        }

        /** Waits until the names are flushed. */
        void await() throws IOException {
            if (synced == null) {
                return;
            }
            try {
                synced.ok();
            } catch (SftpStatusException e) {
                warnAboutFolders(requests.server(), e);
            }
        }
    }
}
