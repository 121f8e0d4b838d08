package org.apicdr.sftp;

import io.quarkus.logging.Log;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import net.schmizz.concurrent.Promise;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.sftp.Response;
import net.schmizz.sshj.sftp.SFTPEngine;
import net.schmizz.sshj.sftp.SFTPException;
import org.apicdr.core.Deadline;

/** An SSH connection with its SFTP channel; many threads send requests over it at once. */
final class SftpSession {

    /** A server that was asked less than this ago may be slow; after it, the connection is taken for dead. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** Pieces of large files that may be on their way beyond the first of each: with those, 4 MiB. */
    private static final int READ_AHEAD = 96;

    private final SSHClient ssh;
    private final SFTPEngine engine;
    private final SftpEndpoint sftpEndpoint;
    private final String hostKey;
    private final AtomicBoolean used = new AtomicBoolean();
    private final Semaphore readAhead = new Semaphore(READ_AHEAD);
    private final PendingRequests pendingRequests = new PendingRequests();

    /**
     * A session that was opened.
     *
     * @param hostKey fingerprint of the key that the server presented
     */
    SftpSession(SSHClient ssh, SFTPEngine engine, SftpEndpoint sftpEndpoint, String hostKey) {
        this.ssh = ssh;
        this.engine = engine;
        this.sftpEndpoint = sftpEndpoint;
        this.hostKey = hostKey;
    }

    /** The requests of one operation, which all have to be answered by its deadline. */
    SftpRequests requests(Deadline deadline) {
        return requests(SessionLease.ofOwn(deadline));
    }

    SftpRequests requests(SessionLease sessionLease) {
        return new SftpRequests(this, engine, sftpEndpoint, sessionLease);
    }

    void sent(Promise<Response, SFTPException> promise) {
        pendingRequests.add(promise);
    }

    /** How long the server has not answered what it was asked first. */
    Duration waiting() {
        return pendingRequests.oldest();
    }

    /** Whether the server has been silent for longer than one may expect. */
    boolean stalled() {
        return waiting().compareTo(PATIENCE) >= 0;
    }

    /** Fingerprint of the key that the server presented, {@code SHA256:…}; that of the key itself if it was certified. */
    String hostKey() {
        return hostKey;
    }

    boolean open() {
        return ssh.isConnected() && engine.getSubsystem().isOpen();
    }

    /** What the streams of this session share, so that the memory for what they read ahead is bounded. */
    Semaphore readAhead() {
        return readAhead;
    }

    /** Whether nobody used it before; from then on somebody has. */
    boolean firstUse() {
        return used.compareAndSet(false, true);
    }

    /** Whether the server can be told to write a file to its disk. */
    boolean syncs() {
        return engine.supportsServerExtension("fsync", "openssh.com");
    }

    /** The connection broke. */
    ConnectionLostException lost(IOException cause) {
        abort();
        return new ConnectionLostException(
                "The connection to the %s broke. Try again; if it happens again, see the server's log."
                        .formatted(sftpEndpoint.title()),
                cause);
    }

    /** The server did not answer before the deadline. */
    ConnectionLostException silent(long waitedNanos) {
        if (waitedNanos >= PATIENCE.toNanos()) {
            abort();
        }
        var waited = Duration.ofNanos(waitedNanos).toMillis() / 1000.0;
        return new ConnectionLostException(
                "The %s did not answer within %.1f s. Check its load and the network."
                        .formatted(sftpEndpoint.title(), waited),
                new TimeoutException());
    }

    void close() {
        try {
            ssh.disconnect();
        } catch (IOException e) {
            Log.debugf(e, "The connection to %s did not close cleanly", sftpEndpoint);
        }
    }

    /** Closes the socket first, because the farewell of {@link #close()} would wait behind a write that is stuck. */
    void abort() {
        hangUp(ssh);
        close();
    }

    static void hangUp(SSHClient ssh) {
        try {
            var socket = ssh.getSocket();
            if (socket != null) {
                socket.close();
            }
        } catch (IOException e) {
            Log.debug("The socket did not close cleanly", e);
        }
    }
}
