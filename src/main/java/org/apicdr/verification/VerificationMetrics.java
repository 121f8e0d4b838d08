package org.apicdr.verification;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.apicdr.bundle.Verdict;

/** Metrics of verifications: count and duration by verdict since the start of the process. */
@ApplicationScoped
class VerificationMetrics {

    private final MeterRegistry registry;

    VerificationMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void record(Verdict verdict, Duration took) {
        Timer.builder("apic.dr.verifications")
                .description("Verifications by verdict")
                .tag("verdict", verdict.toString())
                .register(registry)
                .record(took);
    }
}
