package org.apicdr.sftp;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apicdr.configuration.FileStamp;
import org.jspecify.annotations.Nullable;

/** The sessions of a pool, those that are being opened, and whether one more may be. Not thread-safe. */
final class PoolState {

    private final Clock clock;
    private final Circuit circuit;
    private final PooledSessions sessions;
    private final List<PendingDial> dials = new ArrayList<>();
    private List<Optional<FileStamp>> stamps = List.of();
    private boolean closed;

    PoolState(Clock clock, Circuit circuit) {
        this.clock = clock;
        this.circuit = circuit;
        this.sessions = new PooledSessions(clock);
    }

    /**
     * Forgets what can no longer be used: a key that was replaced may have been revoked, and a new one may open what
     * was closed. Gives the sessions that are to end for that.
     */
    List<SftpSession> refresh(StampedSettings now) throws IOException {
        if (closed) {
            throw new IOException("The service is shutting down.");
        }
        sessions.removeLost();
        if (now.stamps().equals(stamps)) {
            return List.of();
        }
        stamps = now.stamps();
        circuit.close();
        return sessions.removeAll();
    }

    /** A session that nobody uses, or the one that was waited for. */
    Optional<PooledSession> free(@Nullable PendingDial awaited) {
        var opened = Optional.ofNullable(awaited).flatMap(PendingDial::session).filter(sessions::holds);
        return sessions.free().or(() -> opened);
    }

    Optional<PooledSession> leastUsed() {
        return sessions.leastUsed();
    }

    TakenSession take(PooledSession pooled, Lease lease) {
        pooled.lease(lease, clock.instant());
        return new TakenSession(pooled.session(), lease, !pooled.session().firstUse());
    }

    /** Whether not to wait longer than a moment: another session could be shared, or none is likely to be opened. */
    boolean impatient() {
        return circuit.open() || sessions.leastUsed().isPresent();
    }

    /** The latest attempt with the files as they are now, where it began less than this ago. */
    Optional<PendingDial> begunWithin(Duration age) {
        return latest().filter(dial -> dial.youngerThan(age));
    }

    /** The latest attempt, where there is nothing better to wait for. */
    Optional<PendingDial> lastHope() {
        return latest().filter(dial -> !impatient());
    }

    boolean mayDial() {
        return circuit.open() ? dials.isEmpty() && circuit.allows() : sessions.room(dials.size());
    }

    PendingDial dial(SftpDial dial, long begun) {
        var pending = new PendingDial(dial, stamps, begun);
        dials.add(pending);
        return pending;
    }

    /** Takes a session in, unless it came too late. */
    boolean opened(PendingDial pending, SftpSession session) {
        var pooled = new PooledSession(session, clock.instant());
        dials.remove(pending);
        pending.opened(pooled);
        if (superseded(pending)) {
            return false;
        }
        circuit.close();
        sessions.add(pooled);
        return true;
    }

    void failed(PendingDial pending, IOException why) {
        dials.remove(pending);
        pending.failed(why);
        if (!superseded(pending)) {
            circuit.failed(pending.wantedSince(), why);
        }
    }

    /** Why there is no session and none is being opened. */
    IOException refusal(Server server) {
        return circuit.open()
                ? circuit.refusal()
                : new IOException("The %s leaves requests on %d connections without an answer. Check its load."
                        .formatted(server.title(), sessions.size()));
    }

    List<SftpSession> removeIdle() {
        return sessions.removeIdle();
    }

    List<SftpSession> close() {
        closed = true;
        return sessions.removeAll();
    }

    private Optional<PendingDial> latest() {
        return dials.stream().filter(dial -> !superseded(dial)).reduce((former, later) -> later);
    }

    private boolean superseded(PendingDial pending) {
        return closed || !pending.stamps().equals(stamps);
    }
}
