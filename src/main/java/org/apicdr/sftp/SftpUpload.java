package org.apicdr.sftp;

import java.io.IOException;
import org.apicdr.bundle.BundleId;
import org.apicdr.bundle.BundleStore.Upload;
import org.apicdr.problem.Evidence.Stored;
import org.apicdr.request.Deadline;
import org.jspecify.annotations.Nullable;

/** One bundle on its way to a folder. Its file is asked for at once, and waited for when there is something to write. */
final class SftpUpload implements Upload {

    private final SftpSessions sessions;
    private final ServerLimits limits;
    private final String folder;
    private final Deadline deadline;
    private @Nullable PendingPart pending;

    private SftpUpload(SftpSessions sessions, ServerLimits limits, String folder, Deadline deadline) {
        this.sessions = sessions;
        this.limits = limits;
        this.folder = folder;
        this.deadline = deadline;
    }

    static SftpUpload begin(SftpSessions sessions, ServerLimits limits, String folder, Deadline deadline) {
        var upload = new SftpUpload(sessions, limits, folder, deadline);
        try {
            upload.pending = sessions.call(deadline, upload::ask);
            return upload;
        } catch (IOException e) {
            throw Publication.failed(e.getMessage(), Stored.NO, e);
        }
    }

    @Override
    public void publish(BundleId id, byte[] file) {
        try {
            var part = opened();
            var watch = sessions.watch(part.session(), deadline);
            try {
                new Publication(sessions, limits, new Target(folder, id), file).publish(part, deadline);
            } finally {
                watch.cancel(false);
            }
        } catch (IOException e) {
            throw Publication.failed(e.getMessage(), Stored.NO, e);
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

    private PendingPart ask(SftpRequests requests) throws IOException {
        return PendingPart.ask(requests, folder);
    }

    /** Nothing was written yet, so it is safe to ask again. */
    private Part opened() throws IOException {
        var asked = pending;
        pending = null;
        if (asked == null) {
            throw new IllegalStateException("this upload is over");
        }
        try {
            return asked.opened();
        } catch (Refusal e) {
            return sessions.call(
                    deadline,
                    requests -> PendingPart.askAfter(e, requests, folder).opened());
        } catch (ConnectionLost e) {
            if (deadline.passed()) {
                throw e;
            }
            return sessions.call(deadline, this::open);
        }
    }

    private Part open(SftpRequests requests) throws IOException {
        try {
            return ask(requests).opened();
        } catch (Refusal e) {
            return PendingPart.askAfter(e, requests, folder).opened();
        }
    }
}
