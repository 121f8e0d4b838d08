package org.apicdr.verification;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.apicdr.bundle.Verdict;

/** How many verifications there were, how long they took and what they came to, since this process began. */
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
