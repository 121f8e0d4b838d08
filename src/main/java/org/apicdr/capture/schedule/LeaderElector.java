package org.apicdr.capture.schedule;

/**
 * Elects one of several replicas as leader: the one that holds a lease. A replica that cannot renew the lease stops
 * leading before another may take it, so that two never lead at once.
 */
public interface LeaderElector {

    /** Takes the lease if it is free, or renews it if this replica holds it. {@link #status()} then tells of a failure. */
    void tryAcquireOrRenew(LeaseSettings leaseSettings);

    /** Returns who leads now, by the last read of the lease; sends no request. */
    LeaderStatus status();

    /** Releases the lease if this replica holds it, so that another may take it at once. It is not acquired again. */
    void release();
}
