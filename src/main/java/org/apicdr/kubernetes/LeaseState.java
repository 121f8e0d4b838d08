package org.apicdr.kubernetes;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import java.time.Duration;
import java.util.Objects;
import org.apicdr.capture.schedule.LeaderStatus;
import org.jspecify.annotations.Nullable;

/**
 * The state of a lease as one candidate knows it.
 *
 * @param seen the lease; null before it was first read
 * @param held since when this candidate holds it, and for how long; null if it does not
 * @param trouble why the last read or write failed; null if it succeeded
 */
record LeaseState(
        String identity,
        @Nullable ObservedLease seen,
        @Nullable Hold held,
        @Nullable String trouble) {

    static LeaseState none(String identity) {
        return new LeaseState(identity, null, null, null);
    }

    /** Returns the state after a read. A candidate that reads the name of another has lost the lease. */
    LeaseState afterRead(Lease lease, ClockReading now) {
        var next = ObservedLease.of(lease, seen, now);
        return new LeaseState(identity, next, next.holder().equals(identity) ? held : null, null);
    }

    /** Returns the state after a read that found no lease. */
    LeaseState afterMissing() {
        return new LeaseState(identity, seen, held, null);
    }

    LeaseState afterWrite(Lease lease, Hold hold) {
        return new LeaseState(identity, ObservedLease.of(lease, seen, hold.since()), hold, null);
    }

    LeaseState afterFailure(String why) {
        return new LeaseState(identity, seen, held, why);
    }

    /** Whether this candidate may write the lease. A deleted lease counts until it ends, as its holder may not know yet. */
    boolean mayWrite(ClockReading now) {
        return seen == null || seen.holder().equals(identity) || seen.free(now);
    }

    LeaderStatus status(ClockReading now) {
        if (held != null && held.trusted(now)) {
            return LeaderStatus.thisReplica(identity);
        }
        if (seen != null && isAnothers(seen) && (trouble == null || !seen.free(now))) {
            return LeaderStatus.otherReplica(seen.holder());
        }
        return LeaderStatus.unknown(trouble == null ? "The lease was not renewed in time." : trouble);
    }

    private boolean isAnothers(ObservedLease lease) {
        return !lease.holder().isEmpty() && !lease.holder().equals(identity);
    }

    /**
     * A lease that this candidate holds.
     *
     * @param since the time before the write was sent, so that no other candidate has read it earlier
     * @param duration how long no other candidate takes it
     */
    record Hold(ClockReading since, Duration duration) {

        boolean trusted(ClockReading now) {
            return now.atMostSince(since).compareTo(duration) < 0;
        }
    }

    /**
     * A lease as this candidate last read it. Its duration is counted from when this candidate first read the change, since
     * the times in it are of the holder's clock.
     *
     * @param changed when its content was first read
     */
    record ObservedLease(Lease lease, ClockReading changed) {

        /** Returns the lease after another read. */
        static ObservedLease of(Lease lease, @Nullable ObservedLease former, ClockReading now) {
            if (former != null && Objects.equals(former.lease.getSpec(), lease.getSpec())) {
                return new ObservedLease(lease, former.changed);
            }
            return new ObservedLease(lease, now);
        }

        /** Returns the holder, or an empty string if there is none. */
        String holder() {
            var spec = lease.getSpec();
            return spec == null || spec.getHolderIdentity() == null ? "" : spec.getHolderIdentity();
        }

        /** Whether any candidate may take it. */
        boolean free(ClockReading now) {
            return holder().isEmpty() || now.since(changed).compareTo(duration(lease.getSpec())) >= 0;
        }

        /** The duration in the lease counts, not the configured one, since its holder relies on it. */
        private static Duration duration(LeaseSpec spec) {
            var seconds = spec.getLeaseDurationSeconds();
            return Duration.ofSeconds(seconds == null ? 0 : seconds);
        }
    }
}
