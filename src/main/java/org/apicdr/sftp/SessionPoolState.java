package org.apicdr.sftp;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apicdr.core.FileVersion;
import org.jspecify.annotations.Nullable;

/** The sessions of a pool, those that are being opened, and whether one more may be. Not thread-safe. */
final class SessionPoolState {

    private final Clock clock;
    private final CircuitBreaker circuitBreaker;
    private final PooledSessions sessions;
    private final List<PendingConnection> dials = new ArrayList<>();
    private List<Optional<FileVersion>> stamps = List.of();
    private boolean closed;

    SessionPoolState(Clock clock, CircuitBreaker circuitBreaker) {
        this.clock = clock;
        this.circuitBreaker = circuitBreaker;
        this.sessions = new PooledSessions(clock);
    }

    /**
     * Forgets what can no longer be used: a key that was replaced may have been revoked, and a new one may open what
     * was closed. Gives the sessions that are to end for that.
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

    /** A session that nobody uses, or the one that was waited for. */
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

    /** Whether not to wait longer than a moment: another session could be shared, or none is likely to be opened. */
    boolean impatient() {
        return circuitBreaker.open() || sessions.leastUsed().isPresent();
    }

    /** The latest attempt with the files as they are now, where it began less than this ago. */
    Optional<PendingConnection> begunWithin(Duration age) {
        return latest().filter(dial -> dial.youngerThan(age));
    }

    /** The latest attempt, where there is nothing better to wait for. */
    Optional<PendingConnection> lastHope() {
        return latest().filter(dial -> !impatient());
    }

    boolean mayDial() {
        return circuitBreaker.open() ? dials.isEmpty() && circuitBreaker.allows() : sessions.room(dials.size());
    }

    PendingConnection dial(SftpConnector dial, long begun) {
        var pending = new PendingConnection(dial, stamps, begun);
        dials.add(pending);
        return pending;
    }

    /** Takes a session in, unless it came too late. */
    boolean opened(PendingConnection pending, SftpSession session) {
        var pooled = new PooledSession(session, clock.instant());
        dials.remove(pending);
        pending.opened(pooled);
        if (superseded(pending)) {
            return false;
        }
        circuitBreaker.close();
        sessions.add(pooled);
        return true;
    }

    void failed(PendingConnection pending, IOException why) {
        dials.remove(pending);
        pending.failed(why);
        if (!superseded(pending)) {
            circuitBreaker.failed(pending.wantedSince(), why);
        }
    }

    /** Why there is no session and none is being opened. */
    IOException refusal(SftpEndpoint sftpEndpoint) {
        return circuitBreaker.open()
                ? circuitBreaker.refusal()
                : new IOException("The %s leaves requests on %d connections without an answer. Check its load."
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
        return dials.stream().filter(dial -> !superseded(dial)).reduce((former, later) -> later);
    }

    private boolean superseded(PendingConnection pending) {
        return closed || !pending.stamps().equals(stamps);
    }
}
