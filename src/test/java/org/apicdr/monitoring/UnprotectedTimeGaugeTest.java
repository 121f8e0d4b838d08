package org.apicdr.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apicdr.subsystem.SubsystemRef;
import org.apicdr.testsupport.SettableClock;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class UnprotectedTimeGaugeTest {

    private static final Instant NOW = Instant.parse("2026-11-22T06:00:00Z");
    private static final Instant CAPTURED = NOW.minus(Duration.ofHours(3));
    private static final SubsystemRef SUBSYSTEM = new SubsystemRef("apic", "management");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final SettableClock clock = new SettableClock(NOW);
    private final UnprotectedTimeGauge unprotected = new UnprotectedTimeGauge(registry, clock);

    @Test
    void is_zero_while_protected() {
        unprotected.isProtected(SUBSYSTEM);
        clock.advance(Duration.ofMinutes(10));

        assertThat(seconds()).isZero();
    }

    @Test
    void begins_with_the_last_look_that_found_all_equal() {
        unprotected.isProtected(SUBSYSTEM);
        clock.advance(Duration.ofMinutes(1));
        unprotected.isUnprotected(SUBSYSTEM, CAPTURED);
        clock.advance(Duration.ofMinutes(1));
        unprotected.isUnprotected(SUBSYSTEM, CAPTURED);

        assertThat(seconds()).isEqualTo(120);
    }

    @Test
    void begins_with_the_capture_where_no_look_found_all_equal() {
        unprotected.isUnprotected(SUBSYSTEM, CAPTURED);

        assertThat(seconds()).isEqualTo(3 * 3600);
    }

    @Test
    void ends_with_a_look_that_finds_all_equal() {
        unprotected.isUnprotected(SUBSYSTEM, CAPTURED);
        unprotected.isProtected(SUBSYSTEM);

        assertThat(seconds()).isZero();
    }

    @Test
    void began_after_the_bundle_that_it_is_compared_with_or_is_not_known() {
        assertThat(unprotected.since(SUBSYSTEM, Optional.of(CAPTURED))).isEmpty();

        unprotected.isUnprotected(SUBSYSTEM, CAPTURED);

        assertThat(unprotected.since(SUBSYSTEM, Optional.empty())).hasValue(CAPTURED);
        assertThat(unprotected.since(SUBSYSTEM, Optional.of(CAPTURED))).hasValue(CAPTURED);
        assertThat(unprotected.since(SUBSYSTEM, Optional.of(NOW))).isEmpty();
        unprotected.isProtected(SUBSYSTEM);
        assertThat(unprotected.since(SUBSYSTEM, Optional.of(CAPTURED))).isEmpty();
    }

    @Test
    void is_not_shown_of_what_is_gone() {
        unprotected.isProtected(SUBSYSTEM);
        unprotected.keep(List.of());

        assertThat(registry.find("apic.dr.unprotected").gauge()).isNull();
    }

    private double seconds() {
        unprotected.keep(List.of(SUBSYSTEM));
        return registry.get("apic.dr.unprotected")
                .tag("namespace", "apic")
                .tag("cluster", "management")
                .gauge()
                .value();
    }
}
