package org.apicdr.sftp;

import java.io.IOException;
import org.apicdr.sftp.connection.PendingReply;
import org.apicdr.sftp.connection.RemoteHandle;
import org.apicdr.sftp.connection.SftpRequests;
import org.apicdr.sftp.connection.SftpStatusException;
import org.jspecify.annotations.Nullable;

/**
 * Flushes a new name in a folder to the server's disk if the server supports that. OpenSSH flushes a folder that was
 * opened as a file for reading, not one opened for listing.
 */
final class DirectoryFsync {

    private final SftpRequests requests;
    private final FsyncWarnings fsyncWarnings;
    private final String folder;
    private final @Nullable PendingReply opened;
    private @Nullable RemoteHandle handle;
    private @Nullable PendingReply synced;

    /** Requests the handle of the folder. */
    DirectoryFsync(SftpRequests requests, FsyncWarnings fsyncWarnings, String folder) throws IOException {
        this.requests = requests;
        this.fsyncWarnings = fsyncWarnings;
        this.folder = folder;
        this.opened = requests.session().syncs() ? requests.open(folder) : null;
    }

    /** Waits for the handle. */
    void prepare() throws IOException {
        if (opened == null) {
            return;
        }
        try {
            handle = new RemoteHandle(folder, opened.handle());
        } catch (SftpStatusException e) {
            fsyncWarnings.cannotSyncFolders(requests.server());
        }
    }

    void send(SftpRequests bounded) throws IOException {
        if (handle != null) {
            synced = bounded.sync(handle);
            bounded.close(handle);
        }
    }

    void await() throws IOException {
        if (synced == null) {
            return;
        }
        try {
            synced.ok();
        } catch (SftpStatusException e) {
            fsyncWarnings.cannotSyncFolders(requests.server());
        }
    }
}
