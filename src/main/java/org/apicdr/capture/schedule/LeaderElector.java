package org.apicdr.capture.schedule;

/**
 * Which of several processes leads: whoever holds a lease. Who can no longer renew it stops leading before another may
 * take it, so that two never lead at once.
 */
public interface LeaderElector {

    /** Takes the lease where it is free, and renews it where it is held here; what went wrong, the turn then says. */
    void tryAcquireOrRenew(LeaseSettings leaseSettings);

    /** Whose turn it is at this moment, by what was last seen of the lease; asks nobody. */
    LeaderStatus turn();

    /** Gives the lease up where it is held here, so that another may take it at once; it is not sought again. */
    void release();
}
