package org.apicdr.monitoring;

import io.quarkus.logging.Log;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ServiceException;
import org.apicdr.subsystem.SubsystemRef;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.jspecify.annotations.Nullable;

/** A service that this one depends on. Keeps the result of the last check and logs when the dependency fails or recovers. */
final class MonitoredDependency {

    private static final String BUG = "The check failed with an unexpected error. See the log for details.";

    private final String name;
    private final String timeoutDetail;
    private final Clock clock;
    private volatile @Nullable Status last;

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
    Optional<Status> last() {
        return Optional.ofNullable(last);
    }

    /**
     * Waits for a check and records its result.
     *
     * @param hint returns what an operator should know although the dependency can be used
     */
    void update(Supplier<List<SubsystemRef>> check, Supplier<Optional<String>> hint) {
        try {
            up(check.get(), hint.get().orElse(null));
        } catch (ServiceException e) {
            down(e.code() == ErrorCode.DEADLINE_PASSED ? timeoutDetail : e.getMessage(), e);
        } catch (RuntimeException e) {
            down(BUG, e);
        }
    }

    private void up(List<SubsystemRef> subsystems, @Nullable String hint) {
        var former = last;
        if (former != null && !former.up()) {
            Log.infof("%s can be used again.", name);
        }
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        last = new Status(now, now, true, hint, subsystems);
    }

    private void down(String why, RuntimeException failure) {
        var former = last;
        if (former == null || former.up()) {
            Log.warnf(why.equals(BUG) ? failure : null, "%s cannot be used: %s", name, why);
        }
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        last = former == null
                ? new Status(now, null, false, why, List.of())
                : new Status(now, former.lastSuccessAt(), false, why, former.subsystems());
    }

    /**
     * The result of a check.
     *
     * @param checkedAt when the dependency was checked
     * @param lastSuccessAt when the dependency was last usable; null if never since the start
     * @param up whether the dependency can be used
     * @param detail why it cannot be used and what to do, or a hint for the operator; null if there is neither
     * @param subsystems the subsystems that it listed when it was last usable
     */
    record Status(
            Instant checkedAt,
            @Nullable Instant lastSuccessAt,
            boolean up,
            @Nullable String detail,
            List<SubsystemRef> subsystems) {

        Status {
            subsystems = List.copyOf(subsystems);
        }

        Duration age(Instant now) {
            return Duration.between(checkedAt, now);
        }

        HealthCheckResponse response(String name, Instant now) {
            var response = HealthCheckResponse.named(name)
                    .status(up())
                    .withData("checkedAt", checkedAt.toString())
                    .withData("ageSeconds", Math.max(0, age(now).toSeconds()));
            Optional.ofNullable(lastSuccessAt).ifPresent(at -> response.withData("lastSuccessAt", at.toString()));
            Optional.ofNullable(detail).ifPresent(why -> response.withData("detail", why));
            return response.build();
        }
    }
}
