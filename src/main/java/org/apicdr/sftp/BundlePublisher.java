package org.apicdr.sftp;

import static org.apicdr.core.ErrorCode.STORE_UNAVAILABLE;

import io.quarkus.logging.Log;
import java.io.IOException;
import java.util.ArrayList;
import net.schmizz.sshj.sftp.Response.StatusCode;
import org.apicdr.core.Deadline;
import org.apicdr.core.ErrorDetails;
import org.apicdr.core.ErrorDetails.Stored;
import org.apicdr.core.ServiceException;
import org.jspecify.annotations.Nullable;

/**
 * Publishes one bundle: written under a name of its own, and renamed only after the server has answered that all of it
 * is on its disk. A rename sent earlier would run although a write before it failed, and leave a torn bundle.
 */
final class BundlePublisher {

    private final SftpSessions sessions;
    private final FsyncWarnings limits;
    private final BundlePath bundlePath;
    private final byte[] content;

    BundlePublisher(SftpSessions sessions, FsyncWarnings limits, BundlePath bundlePath, byte[] content) {
        this.sessions = sessions;
        this.limits = limits;
        this.bundlePath = bundlePath;
        this.content = content;
    }

    void publish(PartFile partFile, Deadline deadline) throws IOException {
        var folder = new DirectoryFsync(partFile.requests(), limits, bundlePath.folder());
        try {
            write(partFile);
            folder.prepare();
        } catch (SftpStatusException e) {
            partFile.remove();
            throw e;
        }
        rename(partFile, folder, deadline);
    }

    private void write(PartFile partFile) throws IOException {
        var requests = partFile.requests();
        var replies = new ArrayList<PendingReply>();
        for (int at = 0; at < content.length; at += SftpRequests.CHUNK) {
            replies.add(requests.write(partFile.file(), content, at));
        }
        var synced = partFile.session().syncs() ? requests.sync(partFile.file()) : null;
        var closed = requests.close(partFile.file());
        for (var pendingReply : replies) {
            pendingReply.ok();
        }
        if (synced == null) {
            limits.cannotSyncFiles(requests.server());
        } else {
            sync(synced, requests.server());
        }
        closed.ok();
    }

    private void sync(PendingReply synced, SftpEndpoint sftpEndpoint) throws IOException {
        try {
            synced.ok();
        } catch (SftpStatusException e) {
            if (e.code() != StatusCode.OP_UNSUPPORTED) {
                throw e;
            }
            limits.cannotSyncFiles(sftpEndpoint);
        }
    }

    /** Waits for half of the time that is left, so that the other half can settle what became of a lost answer. */
    private void rename(PartFile partFile, DirectoryFsync folder, Deadline deadline) throws IOException {
        var half = Deadline.in(deadline.left().dividedBy(2));
        var requests = partFile.session().requests(half);
        try {
            var renamed = requests.rename(partFile.path(), bundlePath.path());
            folder.send(requests);
            renamed.ok();
            folder.await();
        } catch (SftpStatusException e) {
            refused(partFile, e);
        } catch (IOException e) {
            Log.warnf("No answer to the rename of %s: looking what became of it", bundlePath.path());
            new LostRenameResolver(sessions, limits, bundlePath, content).settle(partFile.path(), deadline, e);
        }
    }

    private void refused(PartFile partFile, SftpStatusException sftpStatusException) throws IOException {
        try {
            if (!new LostRenameResolver(sessions, limits, bundlePath, content).storedNonetheless(partFile.requests())) {
                throw failed(sftpStatusException.getMessage(), Stored.NO, sftpStatusException);
            }
        } finally {
            partFile.remove();
        }
    }

    static ServiceException failed(@Nullable String message, Stored stored, Throwable cause) {
        return new ServiceException(STORE_UNAVAILABLE, String.valueOf(message), ErrorDetails.stored(stored), cause);
    }
}
