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
import org.apicdr.capture.CaptureService.Captured;
import org.apicdr.core.ServiceException;
import org.apicdr.subsystem.SubsystemRef;

/** Counts captures since the start of the process, with their durations and outcomes. */
@ApplicationScoped
public class CaptureMetrics {

    private static final String ERROR = "error";

    private final MeterRegistry registry;
    private final Clock clock;
    private final Map<SubsystemRef, Instant> successes = new ConcurrentHashMap<>();

    CaptureMetrics(MeterRegistry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
    }

    /**
     * Returns when this process last created a bundle, or confirmed that the newest one is current; empty if it never
     * did.
     */
    public Optional<Instant> lastSuccess(SubsystemRef subsystem) {
        return Optional.ofNullable(successes.get(subsystem));
    }

    /** Counts a capture that failed before it started. */
    public void failed(CaptureTrigger captureTrigger, RuntimeException e) {
        Timer.start(registry).stop(timer(captureTrigger, outcome(e)));
    }

    Captured record(CaptureTrigger captureTrigger, Supplier<Captured> capture) {
        var sample = Timer.start(registry);
        var outcome = ERROR;
        try {
            var captured = capture.get();
            outcome = captured.created() ? "created" : "unchanged";
            successes.put(captured.stored().folder(), clock.instant());
            return captured;
        } catch (ServiceException e) {
            outcome = outcome(e);
            throw e;
        } finally {
            sample.stop(timer(captureTrigger, outcome));
        }
    }

    private static String outcome(RuntimeException e) {
        return e instanceof ServiceException failure ? failure.code().slug() : ERROR;
    }

    private Timer timer(CaptureTrigger captureTrigger, String outcome) {
        return Timer.builder("apic.dr.captures")
                .description("Captures by what began them and what they came to")
                .tag("trigger", captureTrigger.toString())
                .tag("outcome", outcome)
                .register(registry);
    }
}
