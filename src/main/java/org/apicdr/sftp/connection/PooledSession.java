package org.apicdr.sftp.connection;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apicdr.core.Deadline;

/** A session of the pool with its leases. Not thread-safe. */
final class PooledSession {

    /**
     * A session counts as unused if its oldest request has waited less than this, because no caller waits for the reply
     * to a final close.
     */
    private static final Duration UNUSED_WAIT = Duration.ofMillis(250);

    private final SftpSession session;
    private final List<SessionLease> leases = new ArrayList<>();
    private final long openedAt = System.nanoTime();
    private boolean used;
    private boolean retired;
    private Instant lastUsed;

    PooledSession(SftpSession session, Instant now) {
        this.session = session;
        this.lastUsed = now;
    }

    SftpSession session() {
        return session;
    }

    /** Leases the session to one operation. */
    SftpRequests lease(Deadline deadline, Instant now, Runnable ended) {
        var lease = new SessionLease(deadline, !used, ended);
        leases.add(lease);
        used = true;
        lastUsed = now;
        return session.requests(lease);
    }

    /** Returns the number of operations that use the session. */
    int leases() {
        leases.removeIf(SessionLease::over);
        return leases.size();
    }

    Instant lastUsed() {
        return lastUsed;
    }

    /** Sets whether no further operation may use the session. It is then closed when the last one has ended. */
    boolean retire(boolean value) {
        retired = value;
        return value;
    }

    boolean retired() {
        return retired;
    }

    /** Returns whether the session was opened after a time in terms of {@link System#nanoTime()}. */
    boolean openedAfter(long time) {
        return openedAt - time > 0;
    }

    /** Returns whether further operations may use the session. */
    boolean responsive() {
        return !retired && session.open() && !session.stalled();
    }

    boolean unused() {
        return responsive() && leases() == 0 && session.waiting().compareTo(UNUSED_WAIT) < 0;
    }
}
