package org.apicdr.sftp;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apicdr.core.Deadline;

/** Runs operations on a few sessions that are kept open, and repeats them where a connection was lost. */
final class SftpSessions implements AutoCloseable {

    /** What operations that run when a file changes have left to end in, before their session does. */
    private static final Duration GRACE = Duration.ofMinutes(1);

    private static final Duration TIDY_EVERY = Duration.ofSeconds(30);

    private final ScheduledExecutorService watchdog =
            Executors.newSingleThreadScheduledExecutor(task -> TimeLimitedConnector.daemon(task, "sftp-watchdog"));
    private final SessionPool pool;

    SftpSessions(SettingsSource settings, Clock clock) {
        this.pool = new SessionPool(settings, clock, new CircuitBreaker(clock, new SecureRandom()), this::retire);
        var unused = watchdog.scheduleWithFixedDelay(
                pool::closeIdle, TIDY_EVERY.toNanos(), TIDY_EVERY.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Runs what is safe to repeat: again where its session was lost, or none could be had, and that may pass. */
    <T> T call(Deadline deadline, Operation<T> operation) throws IOException {
        long begun = System.nanoTime();
        var retryPolicy = new RetryPolicy(deadline);
        while (true) {
            try {
                var taken = pool.take(deadline, begun);
                try {
                    return operation.run(taken.requests());
                } catch (ConnectionLostException e) {
                    afterLoss(taken, e, retryPolicy);
                } finally {
                    taken.lease().release();
                }
            } catch (ServerUnreachableException e) {
                retryPolicy.after(e);
            }
        }
    }

    private static void afterLoss(LeasedSession taken, ConnectionLostException loss, RetryPolicy retryPolicy)
            throws IOException {
        if (taken.session().open()) {
            throw loss; // the server is only late
        }
        if (taken.proven()) {
            retryPolicy.afterStale(loss);
        } else {
            retryPolicy.after(loss);
        }
    }

    /** Breaks the session at the deadline unless cancelled first: a write that is stuck has no timeout of its own. */
    ScheduledFuture<?> watch(SftpSession session, Deadline deadline) {
        return watchdog.schedule(session::abort, deadline.left().toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Runs something that may wait in a thread of its own. */
    void later(Duration delay, Runnable task) {
        var unused = watchdog.schedule(
                () -> TimeLimitedConnector.daemon(task, "sftp-later").start(), delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Fingerprint of the key that the server presented for the latest session; never waits for one. */
    Optional<String> hostKey() {
        return pool.hostKey();
    }

    /** Closes what nobody used for a while; happens by itself from time to time. */
    void closeIdle() {
        pool.closeIdle();
    }

    @Override
    public void close() {
        watchdog.shutdownNow();
        pool.close();
    }

    private void retire(SftpSession session) {
        if (watchdog.isShutdown()) {
            session.abort();
            return;
        }
        var unused = watchdog.schedule(session::abort, GRACE.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** What is done with a session. */
    interface Operation<T> {
        T run(SftpRequests requests) throws IOException;
    }

    /** Gives the settings, or a sentence about what is wrong with them. */
    interface SettingsSource {
        SftpSettings settings() throws IOException;
    }
}
