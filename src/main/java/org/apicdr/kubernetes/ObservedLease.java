package org.apicdr.kubernetes;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A lease as it was last seen. How long it stands is measured from when its change was seen here: the times that its
 * holder wrote are by a clock that nobody here knows.
 *
 * @param changed when what it says was first seen
 */
record ObservedLease(Lease lease, ClockReading changed) {

    /** What was seen after another look. */
    static ObservedLease of(Lease lease, @Nullable ObservedLease former, ClockReading now) {
        if (former != null && Objects.equals(former.lease.getSpec(), lease.getSpec())) {
            return new ObservedLease(lease, former.changed);
        }
        return new ObservedLease(lease, now);
    }

    /** Who holds it; empty where nobody does. */
    String holder() {
        var spec = lease.getSpec();
        return spec == null || spec.getHolderIdentity() == null ? "" : spec.getHolderIdentity();
    }

    /** Whether anybody may take it. */
    boolean free(ClockReading now) {
        return holder().isEmpty() || now.since(changed).compareTo(duration(lease.getSpec())) >= 0;
    }

    /** Its holder goes by it as well, so it counts and not what is configured here. */
    private static Duration duration(LeaseSpec spec) {
        var seconds = spec.getLeaseDurationSeconds();
        return Duration.ofSeconds(seconds == null ? 0 : seconds);
    }
}
