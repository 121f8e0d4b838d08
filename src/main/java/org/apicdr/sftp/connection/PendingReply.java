package org.apicdr.sftp.connection;

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

/** The reply to a request that was sent. */
public final class PendingReply {

    /**
     * How often a waiting thread checks whether the session is still open: sshj drops a request that is sent while the
     * connection breaks.
     */
    private static final long POLL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final SftpSession session;
    private final Promise<Response, SFTPException> promise;
    private final String verb;
    private final String path;
    private final Deadline deadline;
    private final long sentAt = System.nanoTime();
    private @Nullable RemoteHandle handle;
    private @Nullable SftpStatusException refused;

    /**
     * Waits for nothing yet.
     *
     * @param verb the operation, for example {@code write}
     * @param path the path that it concerns
     * @param deadline when the reply must have arrived
     */
    PendingReply(
            SftpSession session,
            Promise<Response, SFTPException> promise,
            String verb,
            String path,
            Deadline deadline) {
        this.session = session;
        this.promise = promise;
        this.verb = verb;
        this.path = path;
        this.deadline = deadline;
    }

    /** Returns whether the reply has arrived. */
    public boolean arrived() {
        return promise.isDelivered();
    }

    /** Waits until the server reports success. */
    public void ok() throws IOException {
        var response = awaitResponse();
        var failure = failure(response);
        if (failure != null) {
            throw failure;
        }
    }

    /** Waits for a handle. Returns the same one each time. */
    public synchronized RemoteHandle handle() throws IOException {
        if (refused != null) {
            throw refused;
        }
        if (handle == null) {
            try {
                handle = new RemoteHandle(path, packet(PacketType.HANDLE).readBytes());
            } catch (SftpStatusException e) {
                refused = e;
                throw e;
            }
        }
        return handle;
    }

    /** Waits for a reply of the given type. Fails if the server sends an error status instead. */
    public Response packet(PacketType type) throws IOException {
        var response = awaitResponse();
        var failure = failure(response);
        if (failure != null) {
            throw failure;
        }
        if (response.getType() != type) {
            throw refused(StatusCode.BAD_MESSAGE, "an answer of type " + response.getType());
        }
        return response;
    }

    /** Waits for a reply of the given type. Returns null at the end of the file or listing. */
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

    private @Nullable SftpStatusException failure(Response response) throws IOException {
        if (response.getType() != PacketType.STATUS) {
            return null;
        }
        var code = response.readStatusCode();
        return code == StatusCode.OK ? null : refused(code, message(response));
    }

    private SftpStatusException refused(StatusCode code, String serverMessage) {
        return SftpStatusException.refused(session.server(), verb, path, code, serverMessage);
    }

    private static String message(Response response) throws Buffer.BufferException {
        return response.available() == 0 ? "" : response.readString(StandardCharsets.UTF_8);
    }

    private Response awaitResponse() throws IOException {
        try {
            for (boolean open = true; ; open = session.open()) {
                long wait = Math.min(POLL_NANOS, deadline.left().toNanos());
                var response = promise.tryRetrieve(Math.max(1, wait), TimeUnit.NANOSECONDS);
                if (response != null) {
                    return response;
                }
                if (!open) {
                    throw session.lost(new IOException("the channel was closed while waiting"));
                }
                if (deadline.passed()) {
                    throw session.unanswered(System.nanoTime() - sentAt);
                }
            }
        } catch (SFTPException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw (IOException)
                        new InterruptedIOException("interrupted while waiting for " + session.server()).initCause(e);
            }
            throw session.lost(e);
        }
    }
}
