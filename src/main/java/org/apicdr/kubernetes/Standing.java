package org.apicdr.kubernetes;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import java.time.Duration;
import org.apicdr.schedule.Turn;
import org.jspecify.annotations.Nullable;

/**
 * What a candidate knows of a lease.
 *
 * @param seen the lease; null before it was first seen
 * @param held since when it is held here at the least, and for how long that may be trusted; null where it is not
 * @param trouble why the last look or write failed; null where it did not
 */
record Standing(
        String identity,
        @Nullable SeenLease seen,
        @Nullable Hold held,
        @Nullable String trouble) {

    static Standing none(String identity) {
        return new Standing(identity, null, null, null);
    }

    /** After a look; whoever sees another's name on it has lost it, however that came about. */
    Standing sees(Lease lease, Moment now) {
        var next = SeenLease.of(lease, seen, now);
        return new Standing(identity, next, next.holder().equals(identity) ? held : null, null);
    }

    /** After a look that found none. */
    Standing missed() {
        return new Standing(identity, seen, held, null);
    }

    Standing holds(Lease lease, Hold hold) {
        return new Standing(identity, SeenLease.of(lease, seen, hold.since()), hold, null);
    }

    Standing fails(String why) {
        return new Standing(identity, seen, held, why);
    }

    /** Whether the lease may be written. One that was deleted still binds who saw it, as its holder may not know yet. */
    boolean mayTake(Moment now) {
        return seen == null || seen.holder().equals(identity) || seen.free(now);
    }

    Turn turn(Moment now) {
        if (held != null && held.trusted(now)) {
            return Turn.ours(identity);
        }
        if (seen != null && isAnothers(seen) && (trouble == null || !seen.free(now))) {
            return Turn.theirs(seen.holder());
        }
        return Turn.nobodys(trouble == null ? "the lease was not renewed in time" : trouble);
    }

    private boolean isAnothers(SeenLease lease) {
        return !lease.holder().isEmpty() && !lease.holder().equals(identity);
    }

    /**
     * The lease held here.
     *
     * @param since before the write was sent: nobody can have seen it earlier
     * @param duration for which nobody else takes it
     */
    record Hold(Moment since, Duration duration) {

        boolean trusted(Moment now) {
            return now.atMostSince(since).compareTo(duration) < 0;
        }
    }
}
