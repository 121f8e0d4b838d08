package org.apicdr.monitoring;

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
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apicdr.subsystem.SubsystemRef;

/**
 * The time for which a subsystem has differed from its newest authentic bundle; zero while they are equal. The time is
 * measured from the last comparison that found them equal, or, if this process made none, from the capture of that bundle.
 * A restart therefore never makes it shorter.
 */
@Singleton
class UnprotectedTimeGauge {

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

    /** Records that a subsystem equals its newest authentic bundle. */
    void isProtected(SubsystemRef subsystem) {
        protections.put(subsystem, new Protection(clock.instant(), true));
    }

    /**
     * Records that a subsystem differs from its newest authentic bundle, or has none.
     *
     * @param last when the subsystem last equalled a bundle, according to the bundles
     */
    void isUnprotected(SubsystemRef subsystem, Instant last) {
        protections.merge(
                subsystem,
                new Protection(last, false),
                (before, now) -> new Protection(before.last().isAfter(last) ? before.last() : last, false));
    }

    /**
     * Returns since when a subsystem differs from its newest authentic bundle; empty if it does not, or if no comparison
     * with that bundle is known.
     *
     * @param captured when that bundle was captured. A comparison from before says nothing about it.
     */
    Optional<Instant> since(SubsystemRef subsystem, Optional<Instant> captured) {
        return Optional.ofNullable(protections.get(subsystem))
                .filter(protection -> !protection.now())
                .map(Protection::last)
                .filter(last -> captured.filter(last::isBefore).isEmpty());
    }

    /** Publishes the gauge for these subsystems and removes all others. */
    void keep(Collection<SubsystemRef> subsystems) {
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
     * Whether a subsystem equals its newest authentic bundle.
     *
     * @param last when it last did
     * @param now whether it does now
     */
    private record Protection(Instant last, boolean now) {}
}
