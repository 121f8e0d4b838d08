package org.apicdr.sftp.connection;

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

/** Runs operations on a small pool of sessions, and retries them if a connection was lost. */
public final class SftpSessions implements AutoCloseable {

    /** How long operations that are running when a file changes may take before their session is closed. */
    private static final Duration RETIREMENT_TIME = Duration.ofMinutes(1);

    private static final Duration CLEANUP_INTERVAL = Duration.ofSeconds(30);

    private final ScheduledExecutorService watchdog =
            Executors.newSingleThreadScheduledExecutor(task -> TimeLimitedConnector.daemon(task, "sftp-watchdog"));
    private final SessionPool pool;

    public SftpSessions(SettingsSource settings, Clock clock) {
        this.pool = new SessionPool(settings, clock, new CircuitBreaker(clock, new SecureRandom()), this::retire);
        var unused = watchdog.scheduleWithFixedDelay(
                pool::closeIdle, CLEANUP_INTERVAL.toNanos(), CLEANUP_INTERVAL.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Runs an idempotent operation. Retries it if its session was lost or none could be opened, and the cause may be
     * temporary.
     */
    public <T> T call(Deadline deadline, Operation<T> operation) throws IOException {
        long begun = System.nanoTime();
        var retryPolicy = new RetryPolicy(deadline);
        while (true) {
            try {
                var leased = pool.take(deadline, begun);
                try {
                    return operation.run(leased.requests());
                } catch (ConnectionLostException e) {
                    afterLoss(leased, e, retryPolicy);
                } finally {
                    leased.lease().release();
                }
            } catch (ServerUnreachableException e) {
                retryPolicy.after(e);
            }
        }
    }

    private static void afterLoss(LeasedSession leased, ConnectionLostException loss, RetryPolicy retryPolicy)
            throws IOException {
        if (leased.session().open()) {
            throw loss; // the server is only slow
        }
        if (leased.proven()) {
            retryPolicy.afterStale(loss);
        } else {
            retryPolicy.after(loss);
        }
    }

    /** Aborts the session at the deadline unless cancelled first, because a blocked write has no timeout of its own. */
    public ScheduledFuture<?> watch(SftpSession session, Deadline deadline) {
        return watchdog.schedule(session::abort, deadline.left().toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Runs a task, which may block, in a new thread after a delay. */
    public void later(Duration delay, Runnable task) {
        var unused = watchdog.schedule(
                () -> TimeLimitedConnector.daemon(task, "sftp-later").start(), delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Returns the fingerprint of the host key of the latest session. Never waits for a session. */
    public Optional<String> hostKey() {
        return pool.hostKey();
    }

    /** Closes idle sessions. Also runs periodically. */
    public void closeIdle() {
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
        var unused = watchdog.schedule(session::abort, RETIREMENT_TIME.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** An operation on a session. */
    public interface Operation<T> {
        T run(SftpRequests requests) throws IOException;
    }

    /** Supplies the settings. If they are invalid, the message of the exception is a sentence for the operator. */
    public interface SettingsSource {
        SftpSettings settings() throws IOException;
    }
}
