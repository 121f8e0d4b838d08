package org.apicdr.sftp.connection;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apicdr.core.FileVersion;
import org.apicdr.sftp.config.SftpEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * The state of a pool: open sessions, connection attempts in progress, and whether another is allowed. Not thread-safe.
 */
final class SessionPoolState {

    private final Clock clock;
    private final CircuitBreaker circuitBreaker;
    private final PooledSessions sessions;
    private final List<PendingConnection> connecting = new ArrayList<>();
    private List<Optional<FileVersion>> stamps = List.of();
    private boolean closed;

    SessionPoolState(Clock clock, CircuitBreaker circuitBreaker) {
        this.clock = clock;
        this.circuitBreaker = circuitBreaker;
        this.sessions = new PooledSessions(clock);
    }

    /**
     * Removes lost sessions. If a file changed, also removes all others and closes the circuit breaker: a replaced key
     * may have been revoked, and a new one may succeed. Returns the sessions to close for that reason.
     */
    List<SftpSession> refresh(VersionedSettings now) throws IOException {
        if (closed) {
            throw new IOException("The service is shutting down.");
        }
        sessions.removeLost();
        if (now.stamps().equals(stamps)) {
            return List.of();
        }
        stamps = now.stamps();
        circuitBreaker.close();
        return sessions.removeAll();
    }

    /** Returns an unused session, or the one that was waited for. */
    Optional<PooledSession> free(@Nullable PendingConnection awaited) {
        var opened =
                Optional.ofNullable(awaited).flatMap(PendingConnection::session).filter(sessions::holds);
        return sessions.free().or(() -> opened);
    }

    Optional<PooledSession> leastUsed() {
        return sessions.leastUsed();
    }

    LeasedSession take(PooledSession pooled, SessionLease sessionLease) {
        pooled.lease(sessionLease, clock.instant());
        return new LeasedSession(
                pooled.session(), sessionLease, !pooled.session().firstUse());
    }

    /** Returns whether to wait only briefly: another session can be shared, or a new one is unlikely to open. */
    boolean waitBriefly() {
        return circuitBreaker.open() || sessions.leastUsed().isPresent();
    }

    /** Returns the latest attempt with the current files if it began less than {@code age} ago. */
    Optional<PendingConnection> begunWithin(Duration age) {
        return latest().filter(pending -> pending.youngerThan(age));
    }

    /** Returns the latest attempt, unless the caller should wait only briefly. */
    Optional<PendingConnection> latestUnlessBriefWait() {
        return latest().filter(pending -> !waitBriefly());
    }

    boolean mayConnect() {
        return circuitBreaker.open()
                ? connecting.isEmpty() && circuitBreaker.allows()
                : sessions.hasCapacity(connecting.size());
    }

    PendingConnection connect(SftpConnector connector, long begun) {
        var pending = new PendingConnection(connector, stamps, begun);
        connecting.add(pending);
        return pending;
    }

    /** Adds a new session. Returns false if it is outdated because a file changed or the pool was closed. */
    boolean opened(PendingConnection pending, SftpSession session) {
        var pooled = new PooledSession(session, clock.instant());
        connecting.remove(pending);
        pending.opened(pooled);
        if (superseded(pending)) {
            return false;
        }
        circuitBreaker.close();
        sessions.add(pooled);
        return true;
    }

    void failed(PendingConnection pending, IOException cause) {
        connecting.remove(pending);
        pending.failed(cause);
        if (!superseded(pending)) {
            circuitBreaker.failed(pending.wantedSince(), cause);
        }
    }

    /** Returns why there is no session and none is being opened. */
    IOException refusal(SftpEndpoint sftpEndpoint) {
        return circuitBreaker.open()
                ? circuitBreaker.refusal()
                : new IOException("The %s does not answer requests on %d connections. Check its load."
                        .formatted(sftpEndpoint.title(), sessions.size()));
    }

    List<SftpSession> removeIdle() {
        return sessions.removeIdle();
    }

    List<SftpSession> close() {
        closed = true;
        return sessions.removeAll();
    }

    private Optional<PendingConnection> latest() {
        return connecting.stream().filter(pending -> !superseded(pending)).reduce((former, later) -> later);
    }

    private boolean superseded(PendingConnection pending) {
        return closed || !pending.stamps().equals(stamps);
    }
}
