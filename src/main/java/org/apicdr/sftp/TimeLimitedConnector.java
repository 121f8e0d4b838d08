package org.apicdr.sftp;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apicdr.core.Deadline;

/** Dials in a thread of its own, because neither the name service nor the start of SFTP has a timeout. */
final class TimeLimitedConnector {

    private TimeLimitedConnector() {}

    static SftpSession open(SftpConnector dial, Deadline deadline) throws IOException {
        var attempt = new CompletableFuture<SftpSession>();
        daemon(() -> open(dial, attempt), "sftp-dial").start();
        try {
            return attempt.get(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            attempt.completeExceptionally(dial.timedOut(e)); // before it is abandoned, which makes it fail otherwise
            dial.abandon();
            return outcome(attempt);
        } catch (InterruptedException e) {
            attempt.completeExceptionally(e);
            dial.abandon();
            throw interrupted(e);
        } catch (ExecutionException e) {
            return outcome(attempt);
        }
    }

    /** The same without waiting; the outcome is told in another thread. */
    static void start(SftpConnector dial, Deadline deadline, Outcome outcome) {
        daemon(
                        () -> {
                            try {
                                outcome.opened(open(dial, deadline));
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

    private static void open(SftpConnector dial, CompletableFuture<SftpSession> attempt) {
        try {
            var session = dial.open();
            if (!attempt.complete(session)) {
                session.abort();
            }
        } catch (IOException | RuntimeException e) {
            attempt.completeExceptionally(e);
        }
    }

    /** Who wants to know what became of a dial. */
    interface Outcome {

        void opened(SftpSession session);

        void failed(IOException why);
    }
}
