package org.apicdr.kubernetes;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import java.time.Duration;
import org.apicdr.capture.schedule.LeaderStatus;
import org.jspecify.annotations.Nullable;

/**
 * What a candidate knows of a lease.
 *
 * @param seen the lease; null before it was first seen
 * @param held since when it is held here at the least, and for how long that may be trusted; null where it is not
 * @param trouble why the last look or write failed; null where it did not
 */
record LeaseState(
        String identity,
        @Nullable ObservedLease seen,
        @Nullable Hold held,
        @Nullable String trouble) {

    static LeaseState none(String identity) {
        return new LeaseState(identity, null, null, null);
    }

    /** After a look; whoever sees another's name on it has lost it, however that came about. */
    LeaseState sees(Lease lease, ClockReading now) {
        var next = ObservedLease.of(lease, seen, now);
        return new LeaseState(identity, next, next.holder().equals(identity) ? held : null, null);
    }

    /** After a look that found none. */
    LeaseState missed() {
        return new LeaseState(identity, seen, held, null);
    }

    LeaseState holds(Lease lease, Hold hold) {
        return new LeaseState(identity, ObservedLease.of(lease, seen, hold.since()), hold, null);
    }

    LeaseState fails(String why) {
        return new LeaseState(identity, seen, held, why);
    }

    /** Whether the lease may be written. One that was deleted still binds who saw it, as its holder may not know yet. */
    boolean mayTake(ClockReading now) {
        return seen == null || seen.holder().equals(identity) || seen.free(now);
    }

    LeaderStatus turn(ClockReading now) {
        if (held != null && held.trusted(now)) {
            return LeaderStatus.ours(identity);
        }
        if (seen != null && isAnothers(seen) && (trouble == null || !seen.free(now))) {
            return LeaderStatus.theirs(seen.holder());
        }
        return LeaderStatus.nobodys(trouble == null ? "the lease was not renewed in time" : trouble);
    }

    private boolean isAnothers(ObservedLease lease) {
        return !lease.holder().isEmpty() && !lease.holder().equals(identity);
    }

    /**
     * The lease held here.
     *
     * @param since before the write was sent: nobody can have seen it earlier
     * @param duration for which nobody else takes it
     */
    record Hold(ClockReading since, Duration duration) {

        boolean trusted(ClockReading now) {
            return now.atMostSince(since).compareTo(duration) < 0;
        }
    }
}
