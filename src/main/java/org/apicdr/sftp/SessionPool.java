package org.apicdr.sftp;

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
 * Gives each operation a session: one that is free; else the first to become free or to be opened, where there is room
 * for one more; else the one that the fewest use. Who comes while a session is being opened waits for that one rather
 * than open another. The lock is never held while a session is opened or closed.
 */
final class SessionPool {

    /** How long to wait for somebody else's attempt, or for a session of one's own where another could be shared. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final SftpSessions.SettingsSource settings;
    private final Clock clock;
    private final Consumer<SftpSession> retirement;
    private final SessionPoolState state;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile @Nullable String hostKey;

    /**
     * Opens nothing yet.
     *
     * @param retirement takes sessions that get no further operations because a file that they were opened with changed
     */
    SessionPool(
            SftpSessions.SettingsSource settings,
            Clock clock,
            CircuitBreaker circuitBreaker,
            Consumer<SftpSession> retirement) {
        this.settings = settings;
        this.clock = clock;
        this.retirement = retirement;
        this.state = new SessionPoolState(clock, circuitBreaker);
    }

    /**
     * Waits for a session.
     *
     * @param begun when the call began, as by {@link System#nanoTime()}
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

    /** Fingerprint of the key that the server presented for the latest session; never waits for one. */
    Optional<String> hostKey() {
        return Optional.ofNullable(hostKey);
    }

    /** Closes what nobody used for a while. */
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
            state.refresh(now).forEach(retirement);
            var free = state.free(awaited);
            if (free.isPresent()) {
                return lease(free.get(), deadline);
            }
            if (awaited != null && awaited.failure().isPresent()) {
                return share(deadline, awaited.failure().get());
            }
            if (awaited == null || awaited.over()) {
                awaited = dial(now.settings(), deadline, begun);
            }
            long left = left(deadline, since);
            if (awaited == null || left <= 0) {
                return share(deadline, tooLate(awaited, deadline, now.settings()));
            }
            var unused = changed.awaitNanos(left);
        }
    }

    private LeasedSession share(Deadline deadline, IOException otherwise) throws IOException {
        return lease(state.leastUsed().orElseThrow(() -> otherwise), deadline);
    }

    private LeasedSession lease(PooledSession pooled, Deadline deadline) {
        return state.take(pooled, new SessionLease(deadline, () -> locked(List::of)));
    }

    private long left(Deadline deadline, long since) {
        long left = deadline.left().toNanos();
        return state.impatient() ? Math.min(left, since + PATIENCE.toNanos() - System.nanoTime()) : left;
    }

    private IOException tooLate(@Nullable PendingConnection awaited, Deadline deadline, SftpSettings settings) {
        return awaited != null && deadline.passed()
                ? awaited.dial().timedOut(new TimeoutException())
                : state.refusal(settings.server());
    }

    /** The attempt to wait for; null where there is none and may be none. */
    private @Nullable PendingConnection dial(SftpSettings settings, Deadline deadline, long begun) {
        var others = state.begunWithin(PATIENCE);
        if (others.isPresent()) {
            return others.get();
        }
        if (!state.mayDial()) {
            return state.lastHope().orElse(null);
        }
        var pending = state.dial(new SftpConnector(settings, deadline, clock), begun);
        TimeLimitedConnector.start(pending.dial(), deadline, new Outcome(pending));
        return pending;
    }

    /** Changes something, and has all who wait look again. */
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

    /** What became of an attempt, for all who wait for it. */
    private final class Outcome implements TimeLimitedConnector.Outcome {

        private final PendingConnection pending;

        Outcome(PendingConnection pending) {
            this.pending = pending;
        }

        @Override
        public void opened(SftpSession session) {
            hostKey = session.hostKey();
            locked(() -> state.opened(pending, session) ? List.of() : List.of(session))
                    .forEach(retirement);
        }

        @Override
        public void failed(IOException why) {
            locked(() -> {
                state.failed(pending, why);
                return List.of();
            });
        }
    }
}
