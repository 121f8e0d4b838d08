package org.apicdr.sftp;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Has a new name in a folder written to the server's disk, where the server can do that. OpenSSH syncs a folder that
 * was opened like a file for reading, not one opened for listing.
 */
final class DirectoryFsync {

    private final SftpRequests requests;
    private final FsyncWarnings limits;
    private final String folder;
    private final @Nullable PendingReply opened;
    private @Nullable RemoteHandle handle;
    private @Nullable PendingReply synced;

    /** Asks for the folder's handle. */
    DirectoryFsync(SftpRequests requests, FsyncWarnings limits, String folder) throws IOException {
        this.requests = requests;
        this.limits = limits;
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
            limits.cannotSyncFolders(requests.server());
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
            limits.cannotSyncFolders(requests.server());
        }
    }
}
