package org.apicdr.kubernetes;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

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
