package org.apicdr.sftp.connection;

import io.quarkus.logging.Log;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apicdr.core.Deadline;
import org.apicdr.core.FileVersion;
import org.apicdr.sftp.config.SftpEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * Runs operations on a small pool of SFTP sessions, and retries them if a connection was lost.
 *
 * <p>An operation gets an unused session if there is one. If the pool is not full, the operation waits for the first
 * session that is released or opened. Otherwise it shares the session with the fewest users. Concurrent callers share a
 * connection attempt that is already in progress. A stalled session gets no further operations and does not count
 * towards {@link #MAX_RESPONSIVE} until it answers again. A session that refuses to open a file or folder is replaced,
 * because it may have too many open ones. All sessions are replaced if a file that they were opened with changes.
 *
 * <p>Thread-safe. The lock guards the sessions, the attempts and the circuit breaker. It is never held while a session
 * is opened or closed.
 */
public final class SessionPool implements AutoCloseable {

    /** The maximum number of responsive sessions. */
    static final int MAX_RESPONSIVE = 4;

    /** The maximum number of sessions including stalled ones. */
    private static final int MAX_TOTAL = 2 * MAX_RESPONSIVE;

    private static final Duration IDLE_TIMEOUT = Duration.ofMinutes(5);

    private static final Duration CLEANUP_INTERVAL = Duration.ofSeconds(30);

    /** How long operations that are running when a file changes may take before their session is aborted. */
    private static final Duration RETIREMENT_TIME = Duration.ofMinutes(1);

    /**
     * How long no session is replaced after a new one refused the same as its predecessor: the refusal is then not the
     * session's.
     */
    private static final Duration REPLACEMENT_INTERVAL = Duration.ofMinutes(1);

    /**
     * How long callers share a connection attempt in progress, and how long a caller waits for a session of its own if
     * it could share one.
     */
    private static final Duration SHARED_WAIT = Duration.ofSeconds(2);

    /**
     * The minimum time for a connection attempt, also if its first caller has less time left: the server's answer to a login
     * tells whether it was refused, and later callers can use the session.
     */
    private static final Duration MIN_ATTEMPT_TIME = Duration.ofSeconds(30);

    private final SettingsSource settingsSource;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final CircuitBreaker circuitBreaker;
    private final List<PooledSession> sessions = new ArrayList<>();
    private final List<Attempt> attempts = new ArrayList<>();
    private List<Optional<FileVersion>> fileVersions = List.of();
    private Deadline nextReplacement = Deadline.in(Duration.ZERO);
    private boolean closed;
    private volatile @Nullable String hostKey;
    private final ScheduledExecutorService cleanup =
            Executors.newSingleThreadScheduledExecutor(task -> SftpConnector.daemon(task, "sftp-cleanup"));

    /** Creates an empty pool. Connects when the first operation runs. */
    public SessionPool(SettingsSource settingsSource, Clock clock) {
        this.settingsSource = settingsSource;
        this.clock = clock;
        this.circuitBreaker = new CircuitBreaker(clock, new SecureRandom());
        var unused = cleanup.scheduleWithFixedDelay(
                this::closeIdle, CLEANUP_INTERVAL.toNanos(), CLEANUP_INTERVAL.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Runs an idempotent operation. Retries it if its session was lost or none could be opened, and the cause may be
     * temporary. Retries it once on a new session if its session refused to open a file or folder.
     */
    public <T> T call(Deadline deadline, Operation<T> operation) throws IOException {
        long begun = System.nanoTime();
        var retryPolicy = new RetryPolicy(deadline);
        while (true) {
            try {
                var requests = lease(deadline, begun, session -> true);
                try {
                    return operation.run(requests);
                } catch (ConnectionLostException e) {
                    awaitRetry(requests, e, retryPolicy);
                } catch (SftpStatusException e) {
                    return callOnNewSession(deadline, operation, retire(requests, e), e);
                } finally {
                    requests.release();
                }
            } catch (ServerUnreachableException e) {
                retryPolicy.after(e);
            }
        }
    }

    /** Retires the session of an operation if it refused to open a file or folder, and a new one may do so. */
    private Optional<PooledSession> retire(SftpRequests requests, SftpStatusException refusal) {
        if (!refusal.maySucceedAlone() || requests.lease().firstOfSession()) {
            return Optional.empty();
        }
        return change(() -> {
            var found = sessions.stream()
                    .filter(session -> session.session() == requests.session())
                    .filter(session -> nextReplacement.passed())
                    .findFirst();
            found.ifPresent(session -> session.retire(true));
            return found;
        });
    }

    /** Runs an operation once more after its session was retired. Uses that one again if none can be opened. */
    private <T> T callOnNewSession(
            Deadline deadline, Operation<T> operation, Optional<PooledSession> retired, SftpStatusException refusal)
            throws IOException {
        if (retired.isEmpty()) {
            throw refusal;
        }
        long retiredAt = System.nanoTime();
        SftpRequests requests;
        try {
            requests = lease(deadline, retiredAt, session -> session.openedAfter(retiredAt));
        } catch (IOException e) {
            change(() -> retired.get().retire(false));
            refusal.addSuppressed(e);
            throw refusal;
        }
        try {
            var result = operation.run(requests);
            Log.infof(
                    "Replaced a connection to the %s, which opened no more files",
                    requests.server().title());
            return result;
        } catch (SftpStatusException e) {
            change(() -> nextReplacement = Deadline.in(REPLACEMENT_INTERVAL));
            throw e;
        } finally {
            requests.release();
        }
    }

    private static void awaitRetry(SftpRequests requests, ConnectionLostException loss, RetryPolicy retryPolicy)
            throws IOException {
        if (requests.session().open()) {
            throw loss; // the server is only slow
        }
        if (requests.lease().firstOfSession()) {
            retryPolicy.after(loss);
        } else {
            retryPolicy.afterStale(loss);
        }
    }

    /** Returns the fingerprint of the host key of the latest session. Never waits for a session. */
    public Optional<String> hostKey() {
        return Optional.ofNullable(hostKey);
    }

    /** Closes stalled sessions without users, and all idle sessions but one. Runs periodically. */
    public void closeIdle() {
        change(this::removeIdle).forEach(SftpSession::abort);
        change(() -> sessions.stream().map(PooledSession::session).toList()).forEach(SftpSession::closeUnused);
    }

    @Override
    public void close() {
        cleanup.shutdownNow();
        change(() -> {
                    closed = true;
                    return remove(session -> true);
                })
                .forEach(SftpSession::close);
    }

    /**
     * Waits for a session, and leases it.
     *
     * @param begun when the call began, in terms of {@link System#nanoTime()}
     * @param eligible the sessions that the call may use
     */
    private SftpRequests lease(Deadline deadline, long begun, Predicate<PooledSession> eligible) throws IOException {
        try {
            lock.lockInterruptibly();
            try {
                return lease(awaitSession(deadline, begun, eligible), deadline);
            } finally {
                lock.unlock();
            }
        } catch (InterruptedException e) {
            throw SftpConnector.interrupted(e);
        }
    }

    private SftpRequests lease(PooledSession session, Deadline deadline) {
        return session.lease(
                deadline, clock.instant(), () -> change(this::removeRetired).forEach(SessionPool::abortLater));
    }

    /** Leaves operations that hold no lease, such as uploads in progress, the time to end. */
    private static void abortLater(SftpSession session) {
        var unused = session.abortAt(Deadline.in(RETIREMENT_TIME));
    }

    private PooledSession awaitSession(Deadline deadline, long begun, Predicate<PooledSession> eligible)
            throws IOException, InterruptedException {
        long since = System.nanoTime();
        Attempt awaited = null;
        while (true) {
            var settings = settingsSource.settings();
            refresh(FileVersion.of(settings.files()));
            var free = unused(eligible);
            if (free.isPresent()) {
                return free.get();
            }
            if (awaited != null && awaited.session != null && sessions.contains(awaited.session)) {
                return awaited.session;
            }
            if (awaited != null && awaited.failure != null) {
                return shared(eligible, awaited.failure);
            }
            if (awaited == null || awaited.session != null) {
                awaited = connect(settings, deadline, begun, eligible);
            }
            long left = waitsBriefly(eligible)
                    ? Math.min(deadline.left().toNanos(), since + SHARED_WAIT.toNanos() - System.nanoTime())
                    : deadline.left().toNanos();
            if (awaited == null || left <= 0) {
                return shared(eligible, timeoutFailure(awaited, deadline, settings.server()));
            }
            var unused = changed.awaitNanos(left);
        }
    }

    /**
     * Removes lost sessions. If a file changed, also removes all others and closes the circuit breaker: a replaced key
     * may have been revoked, and a new one may succeed.
     */
    private void refresh(List<Optional<FileVersion>> current) throws IOException {
        if (closed) {
            throw new IOException("The service is shutting down.");
        }
        sessions.removeIf(session -> !session.session().open());
        if (!current.equals(fileVersions)) {
            fileVersions = current;
            circuitBreaker.close();
            remove(session -> true).forEach(SessionPool::abortLater);
        }
    }

    /** Returns the unused session that was used last, so that the others become idle. */
    private Optional<PooledSession> unused(Predicate<PooledSession> eligible) {
        return sessions.stream()
                .filter(eligible)
                .filter(PooledSession::unused)
                .max(Comparator.comparing(PooledSession::lastUsed));
    }

    /** Returns the responsive session with the fewest users. Fails if there is none. */
    private PooledSession shared(Predicate<PooledSession> eligible, IOException failure) throws IOException {
        return sessions.stream()
                .filter(eligible)
                .filter(PooledSession::responsive)
                .min(Comparator.comparing(PooledSession::leases)
                        .thenComparing(session -> session.session().waiting()))
                .orElseThrow(() -> failure);
    }

    /** Returns whether to wait only briefly: another session can be shared, or a new one is unlikely to open. */
    private boolean waitsBriefly(Predicate<PooledSession> eligible) {
        return circuitBreaker.open() || sessions.stream().filter(eligible).anyMatch(PooledSession::responsive);
    }

    private IOException timeoutFailure(@Nullable Attempt awaited, Deadline deadline, SftpEndpoint server) {
        if (awaited != null && deadline.passed()) {
            return awaited.connector.timedOut(new TimeoutException());
        }
        return circuitBreaker.open()
                ? circuitBreaker.refusal()
                : new IOException("The %s does not answer requests on %d connections. Check its load."
                        .formatted(server.title(), sessions.size()));
    }

    /** Returns the connection attempt to wait for, or null if there is none and no new one is allowed. */
    private @Nullable Attempt connect(
            SftpSettings settings, Deadline deadline, long begun, Predicate<PooledSession> eligible) {
        var latest = attempts.stream()
                .filter(attempt -> !superseded(attempt))
                .reduce((former, later) -> later)
                .orElse(null);
        if (latest != null && System.nanoTime() - latest.begun < SHARED_WAIT.toNanos()) {
            return latest;
        }
        if (!mayConnect()) {
            return waitsBriefly(eligible) ? null : latest;
        }
        var attemptDeadline =
                deadline.left().compareTo(MIN_ATTEMPT_TIME) < 0 ? Deadline.in(MIN_ATTEMPT_TIME) : deadline;
        var attempt = new Attempt(
                new SftpConnector(settings, attemptDeadline, clock, circuitBreaker.refusedLogins()),
                fileVersions,
                begun);
        attempts.add(attempt);
        SftpConnector.daemon(() -> connect(attempt), "sftp-pool").start();
        return attempt;
    }

    /** Returns whether a session may be opened now. Never during a login, whose refusal may count against the account. */
    private boolean mayConnect() {
        if (attempts.stream().anyMatch(attempt -> !superseded(attempt) && attempt.connector.loggingIn())) {
            return false;
        }
        if (circuitBreaker.open()) {
            return attempts.isEmpty() && circuitBreaker.allows();
        }
        long responsive = sessions.stream().filter(PooledSession::responsive).count();
        return responsive + attempts.size() < MAX_RESPONSIVE && sessions.size() + attempts.size() < MAX_TOTAL;
    }

    /** Opens a session without the lock, and passes it to the callers that wait for it. */
    private void connect(Attempt attempt) {
        try {
            var session = attempt.connector.open();
            hostKey = session.hostKey();
            if (!change(() -> add(attempt, session))) {
                session.abort();
            }
        } catch (IOException e) {
            change(() -> {
                fail(attempt, e);
                return true;
            });
        }
    }

    /** Adds a new session. Returns false if it is outdated because a file changed or the pool was closed. */
    private boolean add(Attempt attempt, SftpSession session) {
        var pooled = new PooledSession(session, clock.instant());
        attempts.remove(attempt);
        attempt.session = pooled;
        if (superseded(attempt)) {
            return false;
        }
        circuitBreaker.close();
        return sessions.add(pooled);
    }

    private void fail(Attempt attempt, IOException cause) {
        attempts.remove(attempt);
        attempt.failure = cause;
        if (!superseded(attempt)) {
            circuitBreaker.failed(attempt.wantedSince, cause);
            attempt.failure = circuitBreaker.reason(cause);
        }
    }

    private boolean superseded(Attempt attempt) {
        return closed || !attempt.fileVersions.equals(fileVersions);
    }

    private List<SftpSession> removeIdle() {
        var since = clock.instant().minus(IDLE_TIMEOUT);
        var removed = remove(session -> session.leases() == 0 && !session.responsive());
        var newest = unused(session -> true).map(PooledSession::lastUsed).orElse(Instant.MAX);
        removed.addAll(remove(session -> session.leases() == 0
                && session.lastUsed().isBefore(since)
                && session.lastUsed().isBefore(newest)));
        return removed;
    }

    private List<SftpSession> removeRetired() {
        return remove(session -> session.retired() && session.leases() == 0);
    }

    private List<SftpSession> remove(Predicate<PooledSession> condition) {
        var matching = sessions.stream().filter(condition).toList();
        sessions.removeAll(matching);
        return new ArrayList<>(matching.stream().map(PooledSession::session).toList());
    }

    /** Applies a change with the lock held, and wakes all waiting callers. */
    private <T> T change(Supplier<T> change) {
        lock.lock();
        try {
            var result = change.get();
            changed.signalAll();
            return result;
        } finally {
            lock.unlock();
        }
    }

    /** An operation on a session. */
    public interface Operation<T> {
        T run(SftpRequests requests) throws IOException;
    }

    /** Supplies the settings. If they are invalid, the message of the exception is a sentence for the operator. */
    public interface SettingsSource {
        SftpSettings settings() throws IOException;
    }

    /** A connection attempt, shared by all callers that wait for it. Guarded by the lock. */
    private static final class Attempt {

        private final SftpConnector connector;
        private final List<Optional<FileVersion>> fileVersions;
        private final long wantedSince;
        private final long begun = System.nanoTime();
        private @Nullable PooledSession session;
        private @Nullable IOException failure;

        /**
         * Creates an attempt that is to begin now.
         *
         * @param fileVersions the versions of the files that the session is opened with
         * @param wantedSince when the call that needs the session began, in terms of {@link System#nanoTime()}
         */
        Attempt(SftpConnector connector, List<Optional<FileVersion>> fileVersions, long wantedSince) {
            this.connector = connector;
            this.fileVersions = fileVersions;
            this.wantedSince = wantedSince;
        }
    }
}
