package org.apicdr.recovery.drill;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.apicdr.recovery.drill.DrillResult.Outcome;
import org.apicdr.subsystem.SubsystemRef;

/** Publishes the results of drills as metrics. */
@Singleton
class DrillMetrics {

    private static final double MILLIS_PER_SECOND = 1_000;

    private final MeterRegistry registry;
    private final MultiGauge successes;
    private final MultiGauge passed;

    DrillMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.successes = MultiGauge.builder("apic.dr.last.drill.success.timestamp")
                .description("Time of the last drill that passed")
                .baseUnit("seconds")
                .register(registry);
        this.passed = MultiGauge.builder("apic.dr.last.drill.passed")
                .description("Whether the last drill passed: 1 or 0")
                .register(registry);
    }

    /** Counts a drill that this process carried out. */
    void record(Outcome outcome, Duration took) {
        Timer.builder("apic.dr.drills")
                .description("Drills by outcome")
                .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                .register(registry)
                .record(took);
    }

    /** Publishes the last results of all subsystems. */
    void publish(Map<SubsystemRef, DrillResult> results) {
        passed.register(rows(results, result -> result.outcome() == Outcome.PASSED ? 1 : 0), true);
        var passedOnce = new HashMap<>(results);
        passedOnce.values().removeIf(result -> result.success().isEmpty());
        successes.register(
                rows(
                        passedOnce,
                        result -> result.success()
                                .map(at -> at.toEpochMilli() / MILLIS_PER_SECOND)
                                .orElse(Double.NaN)),
                true);
    }

    private static List<Row<?>> rows(Map<SubsystemRef, DrillResult> results, ToDoubleFunction<DrillResult> value) {
        return results.entrySet().stream()
                .<Row<?>>map(entry -> Row.of(
                        Tags.of(
                                "namespace",
                                entry.getKey().namespace(),
                                "cluster",
                                entry.getKey().cluster()),
                        entry.getValue(),
                        value))
                .toList();
    }
}
