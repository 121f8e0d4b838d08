package org.apicdr.capture;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apicdr.capture.Captures.Captured;
import org.apicdr.problem.RecoveryException;
import org.apicdr.subsystem.SubsystemRef;

/** How many captures there were, how long they took and what they came to, since this process began. */
@ApplicationScoped
public class CaptureMetrics {

    private final MeterRegistry registry;
    private final Clock clock;
    private final Map<SubsystemRef, Instant> successes = new ConcurrentHashMap<>();

    CaptureMetrics(MeterRegistry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
    }

    /** When this process last found or made a bundle that holds what the subsystem is; empty where it never did. */
    public Optional<Instant> lastSuccess(SubsystemRef subsystem) {
        return Optional.ofNullable(successes.get(subsystem));
    }

    Captured record(String trigger, Supplier<Captured> capture) {
        var sample = Timer.start(registry);
        var outcome = "error";
        try {
            var captured = capture.get();
            outcome = captured.created() ? "created" : "unchanged";
            successes.put(captured.stored().folder(), clock.instant());
            return captured;
        } catch (RecoveryException e) {
            outcome = e.reason().slug();
            throw e;
        } finally {
            sample.stop(Timer.builder("apic.dr.captures")
                    .description("Captures by what began them and what they came to")
                    .tag("trigger", trigger)
                    .tag("outcome", outcome)
                    .register(registry));
        }
    }
}
