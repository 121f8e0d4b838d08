package org.apicdr.sftp;

import static org.apicdr.problem.Reason.STORE_UNAVAILABLE;

import io.quarkus.logging.Log;
import java.io.IOException;
import java.util.ArrayList;
import net.schmizz.sshj.sftp.Response.StatusCode;
import org.apicdr.problem.Evidence;
import org.apicdr.problem.Evidence.Stored;
import org.apicdr.problem.RecoveryException;
import org.apicdr.request.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * Publishes one bundle: written under a name of its own, and renamed only after the server has answered that all of it
 * is on its disk. A rename sent earlier would run although a write before it failed, and leave a torn bundle.
 */
final class Publication {

    private final SftpSessions sessions;
    private final ServerLimits limits;
    private final Target target;
    private final byte[] content;

    Publication(SftpSessions sessions, ServerLimits limits, Target target, byte[] content) {
        this.sessions = sessions;
        this.limits = limits;
        this.target = target;
        this.content = content;
    }

    void publish(Part part, Deadline deadline) throws IOException {
        var folder = new FolderSync(part.requests(), limits, target.folder());
        try {
            write(part);
            folder.prepare();
        } catch (Refusal e) {
            part.remove();
            throw e;
        }
        rename(part, folder, deadline);
    }

    private void write(Part part) throws IOException {
        var requests = part.requests();
        var replies = new ArrayList<Reply>();
        for (int at = 0; at < content.length; at += SftpRequests.CHUNK) {
            replies.add(requests.write(part.file(), content, at));
        }
        var synced = part.session().syncs() ? requests.sync(part.file()) : null;
        var closed = requests.close(part.file());
        for (var reply : replies) {
            reply.ok();
        }
        if (synced == null) {
            limits.cannotSyncFiles(requests.server());
        } else {
            sync(synced, requests.server());
        }
        closed.ok();
    }

    private void sync(Reply synced, Server server) throws IOException {
        try {
            synced.ok();
        } catch (Refusal e) {
            if (e.code() != StatusCode.OP_UNSUPPORTED) {
                throw e;
            }
            limits.cannotSyncFiles(server);
        }
    }

    /** Waits for half of the time that is left, so that the other half can settle what became of a lost answer. */
    private void rename(Part part, FolderSync folder, Deadline deadline) throws IOException {
        var half = Deadline.in(deadline.left().dividedBy(2));
        var requests = part.session().requests(half);
        try {
            var renamed = requests.rename(part.path(), target.path());
            folder.send(requests);
            renamed.ok();
            folder.await();
        } catch (Refusal e) {
            refused(part, e);
        } catch (IOException e) {
            Log.warnf("No answer to the rename of %s: looking what became of it", target.path());
            new StoreCheck(sessions, limits, target, content).settle(part.path(), deadline, e);
        }
    }

    private void refused(Part part, Refusal refusal) throws IOException {
        try {
            if (!new StoreCheck(sessions, limits, target, content).storedNonetheless(part.requests())) {
                throw failed(refusal.getMessage(), Stored.NO, refusal);
            }
        } finally {
            part.remove();
        }
    }

    static RecoveryException failed(@Nullable String message, Stored stored, Throwable cause) {
        return new RecoveryException(STORE_UNAVAILABLE, String.valueOf(message), Evidence.stored(stored), cause);
    }
}
