package org.apicdr.sftp.connection;

import io.quarkus.logging.Log;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import net.schmizz.concurrent.Promise;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.sftp.Response;
import net.schmizz.sshj.sftp.SFTPEngine;
import net.schmizz.sshj.sftp.SFTPException;
import org.apicdr.core.Deadline;
import org.apicdr.sftp.config.SftpEndpoint;
import org.jspecify.annotations.Nullable;

/** An SSH connection with its SFTP channel. Thread-safe: many threads send requests over it at once. */
public final class SftpSession {

    /** How long a server may leave a request unanswered before the session counts as stalled. */
    private static final Duration STALL_TIMEOUT = Duration.ofSeconds(2);

    /**
     * The requests that the streams of a session may send beyond the first of each. Together with those they cover 4
     * MiB.
     */
    private static final int READ_AHEAD = 96;

    private final SSHClient ssh;
    private final SFTPEngine engine;
    private final SftpEndpoint sftpEndpoint;
    private final String hostKey;
    private final Semaphore readAhead = new Semaphore(READ_AHEAD);
    private final PendingRequests pendingRequests = new PendingRequests();

    /** Files and folders that were requested and are not needed, and that the server has not opened yet. */
    private final List<PendingReply> unused = new ArrayList<>();

    /**
     * Wraps an open connection.
     *
     * @param hostKey fingerprint of the key that the server presented
     */
    SftpSession(SSHClient ssh, SFTPEngine engine, SftpEndpoint sftpEndpoint, String hostKey) {
        this.ssh = ssh;
        this.engine = engine;
        this.sftpEndpoint = sftpEndpoint;
        this.hostKey = hostKey;
    }

    /** Returns the requests of one operation, which must all be answered by its deadline. */
    public SftpRequests requests(Deadline deadline) {
        return requests(SessionLease.ofOwn(deadline));
    }

    SftpRequests requests(SessionLease sessionLease) {
        return new SftpRequests(this, engine, sessionLease);
    }

    void sent(Promise<Response, SFTPException> promise) {
        pendingRequests.add(promise);
    }

    /** Closes files and folders, each as soon as the server has opened it, unless they were closed already. */
    void closeUnused(Collection<PendingReply> opened) {
        synchronized (unused) {
            unused.addAll(opened);
        }
        closeUnused();
    }

    /** Closes the files and folders that the server has opened by now and that no operation needs. */
    void closeUnused() {
        var arrived = new ArrayList<PendingReply>();
        synchronized (unused) {
            unused.removeIf(reply -> reply.arrived() && arrived.add(reply));
        }
        for (var opened : arrived) {
            try {
                var handle = opened.handle();
                if (!handle.closed()) {
                    requests(Deadline.in(Duration.ZERO)).close(handle);
                }
            } catch (IOException e) {
                Log.debugf("There is no handle to close: %s", e.getMessage());
            }
        }
    }

    /** Returns how long the oldest unanswered request has been waiting. */
    Duration waiting() {
        return pendingRequests.oldest();
    }

    /** Returns whether the oldest unanswered request has waited too long. */
    boolean stalled() {
        return waiting().compareTo(STALL_TIMEOUT) >= 0;
    }

    SftpEndpoint server() {
        return sftpEndpoint;
    }

    /**
     * Returns the fingerprint of the host key, {@code SHA256:…}; if the server presented a certificate, that of the
     * certified key.
     */
    public String hostKey() {
        return hostKey;
    }

    boolean open() {
        return ssh.isConnected() && engine.getSubsystem().isOpen();
    }

    /** Returns the permits that the streams of this session share, so that the memory for reading ahead is bounded. */
    public Semaphore readAhead() {
        return readAhead;
    }

    /** Returns whether the server supports fsync@openssh.com. */
    public boolean syncs() {
        return engine.supportsServerExtension("fsync", "openssh.com");
    }

    /** Aborts the session and returns the exception for a lost connection. */
    ConnectionLostException lost(IOException cause) {
        abort();
        return new ConnectionLostException(
                "The connection to the %s broke. Try again; if it happens again, see the server's log."
                        .formatted(sftpEndpoint.title()),
                cause);
    }

    /**
     * Returns the exception for a request without an answer at its deadline. Aborts the session if the request waited
     * long enough for the server to count as stalled.
     */
    ConnectionLostException unanswered(long waitedNanos) {
        if (waitedNanos >= STALL_TIMEOUT.toNanos()) {
            abort();
        }
        var waited = Duration.ofNanos(waitedNanos).toMillis() / 1000.0;
        return new ConnectionLostException(
                "The %s did not answer within %.1f s. Check its load and the network."
                        .formatted(sftpEndpoint.title(), waited),
                new TimeoutException());
    }

    public void close() {
        try {
            ssh.disconnect();
        } catch (IOException e) {
            Log.debugf(e, "The connection to %s did not close cleanly", sftpEndpoint);
        }
    }

    /**
     * Closes the socket first, because the disconnect message of {@link #close()} would wait behind a blocked write.
     */
    public void abort() {
        closeSocket(ssh);
        close();
    }

    /**
     * Aborts the session at the deadline unless the result is cancelled first, because a blocked write has no timeout of
     * its own.
     */
    public Future<?> abortAt(Deadline deadline) {
        var due = new CompletableFuture<@Nullable Void>();
        var unused = due.thenRunAsync(this::abort);
        return due.completeOnTimeout(null, deadline.left().toNanos(), TimeUnit.NANOSECONDS);
    }

    static void closeSocket(SSHClient ssh) {
        try {
            var socket = ssh.getSocket();
            if (socket != null) {
                socket.close();
            }
        } catch (IOException e) {
            Log.debug("The socket did not close cleanly", e);
        }
    }

    /** The unanswered requests of a session. Does not keep replies in memory. */
    static final class PendingRequests {

        private final ConcurrentLinkedQueue<Sent> sent = new ConcurrentLinkedQueue<>();

        void add(Promise<?, ?> promise) {
            dropAnswered();
            sent.add(new Sent(System.nanoTime(), new WeakReference<>(promise)));
        }

        /** Returns how long the oldest request has been waiting; zero if all are answered. */
        Duration oldest() {
            var first = dropAnswered();
            return first == null ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - first.at());
        }

        private @Nullable Sent dropAnswered() {
            var first = sent.peek();
            while (first != null && first.answered()) {
                sent.remove(first);
                first = sent.peek();
            }
            return first;
        }

        private record Sent(long at, WeakReference<Promise<?, ?>> promise) {

            /** Returns whether the request was answered. sshj drops a promise once it is fulfilled. */
            boolean answered() {
                var waiting = promise.get();
                return waiting == null || waiting.isFulfilled();
            }
        }
    }
}
