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

/** Something that the service depends on. It remembers the last look, and says in the log when it goes and returns. */
final class MonitoredDependency {

    private static final String BUG = "the look at it failed by a bug; the log has more";

    private final String name;
    private final String silence;
    private final Clock clock;
    private volatile @Nullable DependencyStatus last;

    /**
     * Something that was not looked at yet.
     *
     * @param name what the log calls it
     * @param silence what to say where it does not answer in time
     */
    MonitoredDependency(String name, String silence, Clock clock) {
        this.name = name;
        this.silence = silence;
        this.clock = clock;
    }

    /** What the last look showed; empty before the first. */
    Optional<DependencyStatus> last() {
        return Optional.ofNullable(last);
    }

    /** Waits for what a look shows. */
    void take(Supplier<List<SubsystemRef>> look) {
        try {
            up(look.get());
        } catch (ServiceException e) {
            down(e.reason() == ErrorCode.DEADLINE_PASSED ? silence : e.getMessage(), e);
        } catch (RuntimeException e) {
            down(BUG, e);
        }
    }

    private void up(List<SubsystemRef> seen) {
        var former = last;
        if (former != null && !former.up()) {
            Log.infof("%s can be used again", name);
        }
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        last = new DependencyStatus(now, now, null, seen);
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
