package org.apicdr.sftp;

import java.io.IOException;
import org.apicdr.bundle.BundleId;
import org.apicdr.bundle.BundleStore.Upload;
import org.apicdr.core.Deadline;
import org.apicdr.core.ErrorDetails.Stored;
import org.apicdr.sftp.connection.ConnectionLostException;
import org.apicdr.sftp.connection.SftpRequests;
import org.apicdr.sftp.connection.SftpSessions;
import org.apicdr.sftp.connection.SftpStatusException;
import org.jspecify.annotations.Nullable;

/** Uploads one bundle. Requests the part file at once, and waits for it only when there is something to write. */
final class SftpUpload implements Upload {

    private final SftpSessions sessions;
    private final FsyncWarnings fsyncWarnings;
    private final String folder;
    private final Deadline deadline;
    private @Nullable PendingPartFile pending;

    private SftpUpload(SftpSessions sessions, FsyncWarnings fsyncWarnings, String folder, Deadline deadline) {
        this.sessions = sessions;
        this.fsyncWarnings = fsyncWarnings;
        this.folder = folder;
        this.deadline = deadline;
    }

    static SftpUpload begin(SftpSessions sessions, FsyncWarnings fsyncWarnings, String folder, Deadline deadline) {
        var upload = new SftpUpload(sessions, fsyncWarnings, folder, deadline);
        try {
            upload.pending = sessions.call(deadline, upload::request);
            return upload;
        } catch (IOException e) {
            throw BundlePublisher.failed(e.getMessage(), Stored.NO, e);
        }
    }

    @Override
    public void publish(BundleId id, byte[] file) {
        try {
            var partFile = opened();
            var watch = sessions.watch(partFile.session(), deadline);
            try {
                new BundlePublisher(sessions, fsyncWarnings, new BundlePublisher.BundlePath(folder, id), file)
                        .publish(partFile, deadline);
            } finally {
                watch.cancel(false);
            }
        } catch (IOException e) {
            throw BundlePublisher.failed(e.getMessage(), Stored.NO, e);
        }
    }

    @Override
    public void close() {
        var unused = pending;
        pending = null;
        if (unused != null) {
            unused.abort();
        }
    }

    private PendingPartFile request(SftpRequests requests) throws IOException {
        return PendingPartFile.request(requests, folder);
    }

    /** Waits for the part file. Requests it again if that failed, which is safe because nothing was written yet. */
    private PartFile opened() throws IOException {
        var part = pending;
        pending = null;
        if (part == null) {
            throw new IllegalStateException("this upload is over");
        }
        try {
            return part.opened();
        } catch (SftpStatusException e) {
            return sessions.call(
                    deadline,
                    requests ->
                            PendingPartFile.requestAfter(e, requests, folder).opened());
        } catch (ConnectionLostException e) {
            if (deadline.passed()) {
                throw e;
            }
            return sessions.call(deadline, this::open);
        }
    }

    private PartFile open(SftpRequests requests) throws IOException {
        try {
            return request(requests).opened();
        } catch (SftpStatusException e) {
            return PendingPartFile.requestAfter(e, requests, folder).opened();
        }
    }
}
