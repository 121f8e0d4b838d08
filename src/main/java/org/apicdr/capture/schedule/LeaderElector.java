package org.apicdr.capture.schedule;

import java.util.Optional;

/**
 * Elects one of several replicas as leader: the one that holds a lease. A replica that cannot renew the lease stops
 * leading before another may take it.
 */
public interface LeaderElector {

    /** Acquires and renews the lease in the background until it is released. {@link #status()} tells of a failure. */
    void start(LeaseSettings leaseSettings);

    /** Returns who leads now, by the last read of the lease; empty before the first answer. Sends no request. */
    Optional<LeaderStatus> status();

    /** Releases the lease if this replica holds it, so that another may take it at once. It is not acquired again. */
    void release();
}
