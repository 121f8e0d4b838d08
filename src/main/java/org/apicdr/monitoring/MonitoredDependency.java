package org.apicdr.monitoring;

import io.quarkus.logging.Log;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ServiceException;
import org.apicdr.subsystem.SubsystemRef;
import org.jspecify.annotations.Nullable;

/** A service that this one depends on. Keeps the last result and logs when the dependency fails or recovers. */
final class MonitoredDependency {

    private static final String BUG = "The check failed with an unexpected error. See the log for details.";

    private final String name;
    private final String timeoutDetail;
    private final Clock clock;
    private volatile @Nullable DependencyStatus last;

    /**
     * Creates a dependency that was not checked yet.
     *
     * @param name the name for log messages
     * @param timeoutDetail the detail to report if it does not answer in time
     */
    MonitoredDependency(String name, String timeoutDetail, Clock clock) {
        this.name = name;
        this.timeoutDetail = timeoutDetail;
        this.clock = clock;
    }

    /** Returns the result of the last check; empty before the first. */
    Optional<DependencyStatus> last() {
        return Optional.ofNullable(last);
    }

    /** Waits for a check and records its result. */
    void update(Supplier<List<SubsystemRef>> check) {
        try {
            up(check.get());
        } catch (ServiceException e) {
            down(e.code() == ErrorCode.DEADLINE_PASSED ? timeoutDetail : e.getMessage(), e);
        } catch (RuntimeException e) {
            down(BUG, e);
        }
    }

    private void up(List<SubsystemRef> subsystems) {
        var former = last;
        if (former != null && !former.up()) {
            Log.infof("%s can be used again.", name);
        }
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        last = new DependencyStatus(now, now, null, subsystems);
    }

    private void down(String why, RuntimeException failure) {
        var former = last;
        if (former == null || former.up()) {
            Log.warnf(why.equals(BUG) ? failure : null, "%s cannot be used: %s", name, why);
        }
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        last = former == null
                ? new DependencyStatus(now, null, why, List.of())
                : new DependencyStatus(now, former.lastSuccessAt(), why, former.subsystems());
    }
}
