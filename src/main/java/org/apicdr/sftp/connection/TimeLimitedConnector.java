package org.apicdr.sftp.connection;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apicdr.core.Deadline;

/** Opens sessions in a separate thread, because neither the name resolution nor the start of SFTP has a timeout. */
public final class TimeLimitedConnector {

    private TimeLimitedConnector() {}

    public static SftpSession open(SftpConnector connector, Deadline deadline) throws IOException {
        var attempt = new CompletableFuture<SftpSession>();
        daemon(() -> open(connector, attempt), "sftp-dial").start();
        try {
            return attempt.get(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            attempt.completeExceptionally(connector.timedOut(e)); // before abort() makes it fail otherwise
            connector.abort();
            return outcome(attempt);
        } catch (InterruptedException e) {
            attempt.completeExceptionally(e);
            connector.abort();
            throw interrupted(e);
        } catch (ExecutionException e) {
            return outcome(attempt);
        }
    }

    /** Opens a session without waiting. The outcome is called in another thread. */
    static void start(SftpConnector connector, Deadline deadline, Outcome outcome) {
        daemon(
                        () -> {
                            try {
                                outcome.opened(open(connector, deadline));
                            } catch (IOException e) {
                                outcome.failed(e);
                            }
                        },
                        "sftp-pool")
                .start();
    }

    static Thread daemon(Runnable task, String name) {
        var thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    static IOException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return (IOException) new InterruptedIOException("interrupted while connecting").initCause(cause);
    }

    private static SftpSession outcome(CompletableFuture<SftpSession> done) throws IOException {
        try {
            return done.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new UnexpectedSftpException(e.getCause());
        }
    }

    private static void open(SftpConnector connector, CompletableFuture<SftpSession> attempt) {
        try {
            var session = connector.open();
            if (!attempt.complete(session)) {
                session.abort();
            }
        } catch (IOException | RuntimeException e) {
            attempt.completeExceptionally(e);
        }
    }

    /** Receives the result of a connection attempt. */
    interface Outcome {

        void opened(SftpSession session);

        void failed(IOException cause);
    }
}
