package org.apicdr.sftp;

import static org.apicdr.core.ErrorCode.STORE_UNAVAILABLE;

import io.quarkus.logging.Log;
import java.io.IOException;
import java.util.ArrayList;
import net.schmizz.sshj.sftp.Response.StatusCode;
import org.apicdr.bundle.BundleId;
import org.apicdr.core.Deadline;
import org.apicdr.core.ErrorDetails;
import org.apicdr.core.ErrorDetails.Stored;
import org.apicdr.core.ServiceException;
import org.apicdr.sftp.config.SftpEndpoint;
import org.apicdr.sftp.connection.PendingReply;
import org.apicdr.sftp.connection.SftpRequests;
import org.apicdr.sftp.connection.SftpSessions;
import org.apicdr.sftp.connection.SftpStatusException;
import org.jspecify.annotations.Nullable;

/**
 * Publishes one bundle. Writes it to a part file, and renames that only after the server has confirmed that all data is
 * on its disk. A rename sent earlier would run even if a preceding write failed, and publish a truncated bundle.
 */
final class BundlePublisher {

    private final SftpSessions sessions;
    private final FsyncWarnings fsyncWarnings;
    private final BundlePath bundlePath;
    private final byte[] content;

    BundlePublisher(SftpSessions sessions, FsyncWarnings fsyncWarnings, BundlePath bundlePath, byte[] content) {
        this.sessions = sessions;
        this.fsyncWarnings = fsyncWarnings;
        this.bundlePath = bundlePath;
        this.content = content;
    }

    void publish(PartFile partFile, Deadline deadline) throws IOException {
        var folder = new DirectoryFsync(partFile.requests(), fsyncWarnings, bundlePath.folder());
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
            fsyncWarnings.cannotSyncFiles(requests.server());
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
            fsyncWarnings.cannotSyncFiles(sftpEndpoint);
        }
    }

    /**
     * Renames the part file. Waits for half of the remaining time at most, so that the other half is left to resolve a
     * lost reply.
     */
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
            Log.warnf("The rename of %s was not confirmed. Checking whether the bundle is stored", bundlePath.path());
            new LostRenameResolver(sessions, fsyncWarnings, bundlePath, content).resolve(partFile.path(), deadline, e);
        }
    }

    private void refused(PartFile partFile, SftpStatusException sftpStatusException) throws IOException {
        try {
            if (!new LostRenameResolver(sessions, fsyncWarnings, bundlePath, content)
                    .storedDespiteFailure(partFile.requests())) {
                throw failed(sftpStatusException.getMessage(), Stored.NO, sftpStatusException);
            }
        } finally {
            partFile.remove();
        }
    }

    static ServiceException failed(@Nullable String message, Stored stored, Throwable cause) {
        return new ServiceException(STORE_UNAVAILABLE, String.valueOf(message), ErrorDetails.stored(stored), cause);
    }

    /**
     * The path of a published bundle.
     *
     * @param folder the folder of its subsystem
     * @param id the bundle
     */
    record BundlePath(String folder, BundleId id) {

        String path() {
            return folder + "/" + id.fileName();
        }
    }
}
