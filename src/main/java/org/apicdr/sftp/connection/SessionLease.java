package org.apicdr.sftp.connection;

import java.util.concurrent.atomic.AtomicInteger;
import org.apicdr.core.Deadline;

/**
 * Marks a session as in use until the operation ends or its deadline passes. Other operations use another session if
 * possible.
 */
final class SessionLease {

    private final Deadline deadline;
    private final boolean firstOfSession;
    private final Runnable ended;
    private final AtomicInteger holders = new AtomicInteger(1);

    /**
     * Creates a lease with one holder.
     *
     * @param deadline when all requests must be answered
     * @param firstOfSession whether no operation used the session before
     * @param ended called when the last holder has released the lease
     */
    SessionLease(Deadline deadline, boolean firstOfSession, Runnable ended) {
        this.deadline = deadline;
        this.firstOfSession = firstOfSession;
        this.ended = ended;
    }

    /** Returns a lease for a session that is not shared. */
    static SessionLease ofOwn(Deadline deadline) {
        return new SessionLease(deadline, true, () -> {});
    }

    Deadline deadline() {
        return deadline;
    }

    /** Returns whether no operation used the session before. Otherwise it may have died since it was last used. */
    boolean firstOfSession() {
        return firstOfSession;
    }

    /** Adds a holder, for example a stream that is read after the operation that opened it. */
    void keep() {
        holders.incrementAndGet();
    }

    /** Removes a holder. Returns whether it was the last one. */
    boolean release() {
        boolean last = holders.decrementAndGet() == 0;
        if (last) {
            ended.run();
        }
        return last;
    }

    boolean over() {
        return holders.get() <= 0 || deadline.passed();
    }
}
