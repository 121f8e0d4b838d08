package org.apicdr.recovery;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apicdr.subsystem.SubsystemRef;

/**
 * For how long a subsystem has been something that no bundle holds: zero while the newest authentic bundle equals it. It
 * began at some time after the last look that found it equal, or, where this process saw none, after that bundle was
 * captured; that time is taken, so that a restart never makes it seem shorter.
 */
@Singleton
public class UnprotectedTimeGauge {

    private static final double MILLIS_PER_SECOND = 1_000;

    private final Map<SubsystemRef, Protection> protections = new ConcurrentHashMap<>();
    private final MultiGauge gauge;
    private final Clock clock;

    UnprotectedTimeGauge(MeterRegistry registry, Clock clock) {
        this.clock = clock;
        this.gauge = MultiGauge.builder("apic.dr.unprotected")
                .description("Time since a secret, endpoint or setting first differed from the newest authentic bundle")
                .baseUnit("seconds")
                .register(registry);
    }

    /** A look found it equal to its newest bundle. */
    public void isProtected(SubsystemRef subsystem) {
        protections.put(subsystem, new Protection(clock.instant(), true));
    }

    /**
     * A look found that it differs, or that there is no bundle.
     *
     * @param last when it was what a bundle holds, as far as the bundles tell
     */
    public void isUnprotected(SubsystemRef subsystem, Instant last) {
        protections.merge(
                subsystem,
                new Protection(last, false),
                (before, now) -> new Protection(before.last().isAfter(last) ? before.last() : last, false));
    }

    /** Shows these and no others. */
    public void keep(Collection<SubsystemRef> subsystems) {
        protections.keySet().retainAll(subsystems);
        gauge.register(
                protections.keySet().stream()
                        .<Row<?>>map(subsystem -> Row.of(tags(subsystem), subsystem, this::seconds))
                        .toList(),
                true);
    }

    private double seconds(SubsystemRef subsystem) {
        var protection = protections.get(subsystem);
        if (protection == null) {
            return Double.NaN;
        }
        return protection.now()
                ? 0
                : Duration.between(protection.last(), clock.instant()).toMillis() / MILLIS_PER_SECOND;
    }

    private static Tags tags(SubsystemRef subsystem) {
        return Tags.of("namespace", subsystem.namespace(), "cluster", subsystem.cluster());
    }

    /**
     * Whether a subsystem is what a bundle holds.
     *
     * @param last when it last was
     * @param now whether it is
     */
    private record Protection(Instant last, boolean now) {}
}
