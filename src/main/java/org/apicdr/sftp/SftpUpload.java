package org.apicdr.sftp;

import java.io.IOException;
import org.apicdr.bundle.BundleId;
import org.apicdr.bundle.BundleStore.Upload;
import org.apicdr.core.Deadline;
import org.apicdr.core.ErrorDetails.Stored;
import org.jspecify.annotations.Nullable;

/** One bundle on its way to a folder. Its file is asked for at once, and waited for when there is something to write. */
final class SftpUpload implements Upload {

    private final SftpSessions sessions;
    private final FsyncWarnings limits;
    private final String folder;
    private final Deadline deadline;
    private @Nullable PendingPartFile pending;

    private SftpUpload(SftpSessions sessions, FsyncWarnings limits, String folder, Deadline deadline) {
        this.sessions = sessions;
        this.limits = limits;
        this.folder = folder;
        this.deadline = deadline;
    }

    static SftpUpload begin(SftpSessions sessions, FsyncWarnings limits, String folder, Deadline deadline) {
        var upload = new SftpUpload(sessions, limits, folder, deadline);
        try {
            upload.pending = sessions.call(deadline, upload::ask);
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
                new BundlePublisher(sessions, limits, new BundlePath(folder, id), file).publish(partFile, deadline);
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
            unused.abandon();
        }
    }

    private PendingPartFile ask(SftpRequests requests) throws IOException {
        return PendingPartFile.ask(requests, folder);
    }

    /** Nothing was written yet, so it is safe to ask again. */
    private PartFile opened() throws IOException {
        var asked = pending;
        pending = null;
        if (asked == null) {
            throw new IllegalStateException("this upload is over");
        }
        try {
            return asked.opened();
        } catch (SftpStatusException e) {
            return sessions.call(
                    deadline,
                    requests -> PendingPartFile.askAfter(e, requests, folder).opened());
        } catch (ConnectionLostException e) {
            if (deadline.passed()) {
                throw e;
            }
            return sessions.call(deadline, this::open);
        }
    }

    private PartFile open(SftpRequests requests) throws IOException {
        try {
            return ask(requests).opened();
        } catch (SftpStatusException e) {
            return PendingPartFile.askAfter(e, requests, folder).opened();
        }
    }
}
