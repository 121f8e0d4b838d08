package org.apicdr.recovery;

import static org.apicdr.recovery.CheckId.DRILLED;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.apicdr.core.DurationFormat;
import org.apicdr.recovery.drill.DrillResult;
import org.apicdr.recovery.drill.DrillResults;
import org.apicdr.verification.DrillConfig;

/** Checks that the last scheduled drill passed and is recent. */
@ApplicationScoped
class DrillChecks implements CheckGroup {

    private static final String LOOK = "Read the log of the replica that leads, and correct what it names.";

    private final DrillConfig config;
    private final DrillResults results;
    private final Clock clock;

    DrillChecks(DrillConfig config, DrillResults results, Clock clock) {
        this.config = config;
        this.results = results;
        this.clock = clock;
    }

    @Override
    public List<RecoverabilityCheck> check(RecoverabilityInputs inputs) {
        if (config.parsedSchedule(ZoneOffset.UTC).isEmpty()) {
            return List.of(RecoverabilityCheck.skipped(
                    DRILLED, "Optional: have drills show that the bundles can be restored (apic-dr.drill.schedule)."));
        }
        var last = results.last(inputs.ref());
        RecoverabilityCheck check = last.match(
                result -> result.map(this::check).orElseGet(DrillChecks::never),
                why -> RecoverabilityCheck.skipped(DRILLED, why));
        return List.of(check);
    }

    private static RecoverabilityCheck never() {
        return RecoverabilityCheck.warn(
                DRILLED,
                "There was no drill of this subsystem yet.",
                "Wait for the next time of apic-dr.drill.schedule.");
    }

    private RecoverabilityCheck check(DrillResult result) {
        var drill = "The drill of %s, on %s,"
                .formatted(result.bundle() == null ? "the newest bundle" : result.bundle(), result.at());
        var reasons = String.join(" ", result.reasons());
        return switch (result.outcome()) {
            case FAILED ->
                RecoverabilityCheck.fail(DRILLED, "%s failed: %s %s".formatted(drill, reasons, success(result)), LOOK);
            case INCOMPLETE ->
                RecoverabilityCheck.warn(
                        DRILLED, "%s was not complete: %s %s".formatted(drill, reasons, success(result)), LOOK);
            case PASSED -> {
                var age = Duration.between(result.at(), clock.instant());
                yield maxAge().filter(max -> age.compareTo(max) > 0)
                        .map(max -> RecoverabilityCheck.warn(
                                DRILLED,
                                "%s passed, but it is %s old. At most %s is allowed."
                                        .formatted(drill, DurationFormat.format(age), DurationFormat.format(max)),
                                LOOK))
                        .orElseGet(() -> RecoverabilityCheck.pass(
                                DRILLED, "%s showed that the bundle can be restored.".formatted(drill)));
            }
        };
    }

    private static String success(DrillResult result) {
        return result.success()
                .map("The last one that passed was on %s."::formatted)
                .orElse("None has passed yet.");
    }

    /** Returns the configured age, else twice the interval of the schedule. */
    private Optional<Duration> maxAge() {
        return config.maxAge()
                .or(() -> config.parsedSchedule(ZoneOffset.UTC)
                        .flatMap(schedule -> schedule.longestGap(clock.instant()))
                        .map(gap -> gap.multipliedBy(2)));
    }
}
