package org.apicdr.sftp.connection;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apicdr.core.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * A pool of SFTP sessions. An operation gets an unused session if there is one. If the pool is not full, the operation
 * waits for the first session that is released or opened. Otherwise it shares the session with the fewest users.
 * Concurrent callers share a connection attempt that is already in progress. The lock is never held while a session is
 * opened or closed.
 */
final class SessionPool {

    /**
     * How long callers share a connection attempt in progress, and how long a caller waits for a session of its own if
     * it could share one.
     */
    private static final Duration SHARED_WAIT = Duration.ofSeconds(2);

    private final SftpSessions.SettingsSource settings;
    private final Clock clock;
    private final Consumer<SftpSession> retireSession;
    private final SessionPoolState state;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile @Nullable String hostKey;

    /**
     * Creates an empty pool.
     *
     * @param retireSession receives sessions that get no further operations because a file that they were opened with
     *     changed
     */
    SessionPool(
            SftpSessions.SettingsSource settings,
            Clock clock,
            CircuitBreaker circuitBreaker,
            Consumer<SftpSession> retireSession) {
        this.settings = settings;
        this.clock = clock;
        this.retireSession = retireSession;
        this.state = new SessionPoolState(clock, circuitBreaker);
    }

    /**
     * Waits for a session.
     *
     * @param begun when the call began, in terms of {@link System#nanoTime()}
     */
    LeasedSession take(Deadline deadline, long begun) throws IOException {
        try {
            lock.lockInterruptibly();
            try {
                return find(deadline, begun);
            } finally {
                lock.unlock();
            }
        } catch (InterruptedException e) {
            throw TimeLimitedConnector.interrupted(e);
        }
    }

    /** Returns the fingerprint of the host key of the latest session. Never waits for a session. */
    Optional<String> hostKey() {
        return Optional.ofNullable(hostKey);
    }

    /** Closes idle sessions. */
    void closeIdle() {
        locked(state::removeIdle).forEach(SftpSession::abort);
    }

    void close() {
        locked(state::close).forEach(SftpSession::close);
    }

    private LeasedSession find(Deadline deadline, long begun) throws IOException, InterruptedException {
        long since = System.nanoTime();
        PendingConnection awaited = null;
        while (true) {
            var now = VersionedSettings.of(settings);
            state.refresh(now).forEach(retireSession);
            var free = state.free(awaited);
            if (free.isPresent()) {
                return lease(free.get(), deadline);
            }
            if (awaited != null && awaited.failure().isPresent()) {
                return share(deadline, awaited.failure().get());
            }
            if (awaited == null || awaited.over()) {
                awaited = connect(now.settings(), deadline, begun);
            }
            long left = left(deadline, since);
            if (awaited == null || left <= 0) {
                return share(deadline, timeoutFailure(awaited, deadline, now.settings()));
            }
            var unused = changed.awaitNanos(left);
        }
    }

    private LeasedSession share(Deadline deadline, IOException failure) throws IOException {
        return lease(state.leastUsed().orElseThrow(() -> failure), deadline);
    }

    private LeasedSession lease(PooledSession pooled, Deadline deadline) {
        return state.take(pooled, new SessionLease(deadline, () -> locked(List::of)));
    }

    private long left(Deadline deadline, long since) {
        long left = deadline.left().toNanos();
        return state.waitBriefly() ? Math.min(left, since + SHARED_WAIT.toNanos() - System.nanoTime()) : left;
    }

    private IOException timeoutFailure(@Nullable PendingConnection awaited, Deadline deadline, SftpSettings settings) {
        return awaited != null && deadline.passed()
                ? awaited.connector().timedOut(new TimeoutException())
                : state.refusal(settings.server());
    }

    /** Returns the connection attempt to wait for, or null if there is none and no new one is allowed. */
    private @Nullable PendingConnection connect(SftpSettings settings, Deadline deadline, long begun) {
        var others = state.begunWithin(SHARED_WAIT);
        if (others.isPresent()) {
            return others.get();
        }
        if (!state.mayConnect()) {
            return state.latestUnlessBriefWait().orElse(null);
        }
        var pending = state.connect(new SftpConnector(settings, deadline, clock), begun);
        TimeLimitedConnector.start(pending.connector(), deadline, new Outcome(pending));
        return pending;
    }

    /** Applies a change and wakes all waiting callers. */
    private List<SftpSession> locked(Supplier<List<SftpSession>> change) {
        lock.lock();
        try {
            var removed = change.get();
            changed.signalAll();
            return removed;
        } finally {
            lock.unlock();
        }
    }

    /** Passes the result of a connection attempt to all callers that wait for it. */
    private final class Outcome implements TimeLimitedConnector.Outcome {

        private final PendingConnection pending;

        Outcome(PendingConnection pending) {
            this.pending = pending;
        }

        @Override
        public void opened(SftpSession session) {
            hostKey = session.hostKey();
            locked(() -> state.opened(pending, session) ? List.of() : List.of(session))
                    .forEach(retireSession);
        }

        @Override
        public void failed(IOException cause) {
            locked(() -> {
                state.failed(pending, cause);
                return List.of();
            });
        }
    }
}
