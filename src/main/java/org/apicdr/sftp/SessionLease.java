package org.apicdr.sftp;

import java.util.concurrent.atomic.AtomicInteger;
import org.apicdr.core.Deadline;

/**
 * What an operation holds of a session until it is done, or its deadline has passed: others take another session where
 * they can.
 */
final class SessionLease {

    private final Deadline deadline;
    private final Runnable ended;
    private final AtomicInteger holders = new AtomicInteger(1);

    /**
     * A lease with one holder.
     *
     * @param deadline when all requests have to be answered
     * @param ended what to do once all its holders have let go
     */
    SessionLease(Deadline deadline, Runnable ended) {
        this.deadline = deadline;
        this.ended = ended;
    }

    /** A session that nobody else knows. */
    static SessionLease ofOwn(Deadline deadline) {
        return new SessionLease(deadline, () -> {});
    }

    Deadline deadline() {
        return deadline;
    }

    /** One more holder, for example a stream that is read after the operation which opened it. */
    void keep() {
        holders.incrementAndGet();
    }

    /** One holder less. */
    void release() {
        if (holders.decrementAndGet() == 0) {
            ended.run();
        }
    }

    boolean over() {
        return holders.get() <= 0 || deadline.passed();
    }
}
