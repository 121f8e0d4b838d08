package org.apicdr.sftp;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import net.schmizz.concurrent.Promise;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.sftp.PacketType;
import net.schmizz.sshj.sftp.Response;
import net.schmizz.sshj.sftp.Response.StatusCode;
import net.schmizz.sshj.sftp.SFTPException;
import org.apicdr.core.Deadline;
import org.jspecify.annotations.Nullable;

/** The answer to a request that is on its way. */
final class PendingReply {

    /** How often a wait looks whether the session is still there: sshj forgets a request sent while it breaks. */
    private static final long GLANCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final SftpSession session;
    private final Promise<Response, SFTPException> promise;
    private final SftpOperation sftpOperation;
    private final Deadline deadline;
    private final long sentAt = System.nanoTime();

    PendingReply(
            SftpSession session,
            Promise<Response, SFTPException> promise,
            SftpOperation sftpOperation,
            Deadline deadline) {
        this.session = session;
        this.promise = promise;
        this.sftpOperation = sftpOperation;
        this.deadline = deadline;
    }

    /** Whether it is there, so that nobody has to wait for it. */
    boolean arrived() {
        return promise.isDelivered();
    }

    /** Waits until the server did what it was asked for. */
    void ok() throws IOException {
        var response = answer();
        var sftpStatusException = refusal(response);
        if (sftpStatusException != null) {
            throw sftpStatusException;
        }
    }

    /** Waits for a handle. */
    byte[] handle() throws IOException {
        return packet(PacketType.HANDLE).readBytes();
    }

    /** Waits for an answer that is not a status; only a status can be a refusal. */
    Response packet(PacketType type) throws IOException {
        var response = answer();
        var sftpStatusException = refusal(response);
        if (sftpStatusException != null) {
            throw sftpStatusException;
        }
        if (response.getType() != type) {
            throw sftpOperation.refused(StatusCode.BAD_MESSAGE, "an answer of type " + response.getType());
        }
        return response;
    }

    /** Waits for an answer of which the end is one; null at the end. */
    @Nullable
    Response packetOrEnd(PacketType type) throws IOException {
        try {
            return packet(type);
        } catch (SftpStatusException e) {
            if (e.code() == StatusCode.EOF) {
                return null;
            }
            throw e;
        }
    }

    private @Nullable SftpStatusException refusal(Response response) throws IOException {
        if (response.getType() != PacketType.STATUS) {
            return null;
        }
        var code = response.readStatusCode();
        return code == StatusCode.OK ? null : sftpOperation.refused(code, words(response));
    }

    private static String words(Response response) throws Buffer.BufferException {
        return response.available() == 0 ? "" : response.readString(StandardCharsets.UTF_8);
    }

    private Response answer() throws IOException {
        try {
            for (boolean open = true; ; open = session.open()) {
                long wait = Math.min(GLANCE_NANOS, deadline.left().toNanos());
                var response = promise.tryRetrieve(Math.max(1, wait), TimeUnit.NANOSECONDS);
                if (response != null) {
                    return response;
                }
                if (!open) {
                    throw session.lost(new IOException("the channel was closed while waiting"));
                }
                if (deadline.passed()) {
                    throw session.silent(System.nanoTime() - sentAt);
                }
            }
        } catch (SFTPException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw (IOException)
                        new InterruptedIOException("interrupted while waiting for " + sftpOperation.server())
                                .initCause(e);
            }
            throw session.lost(e);
        }
    }
}
