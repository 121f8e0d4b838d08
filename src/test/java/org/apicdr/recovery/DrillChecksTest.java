package org.apicdr.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apicdr.recovery.drill.DrillResult;
import org.apicdr.recovery.drill.DrillResult.Outcome;
import org.apicdr.recovery.drill.DrillResults;
import org.apicdr.recovery.drill.DrillResultsFixture;
import org.apicdr.verification.CheckOutcome;
import org.apicdr.verification.DrillConfigFixture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class DrillChecksTest {

    private static final Instant NOW = RecoverabilityInputsFixture.NOW;

    private static final Map<String, String> WEEKLY = Map.of("namespace", "drill", "schedule", "0 4 * * 0");

    private static final String BUNDLE = "management-82b290a2-20261122T025900Z-f7149a35";

    private final RecoverabilityInputs inputs = new RecoverabilityInputsFixture().survey();

    @Test
    void passes_with_date_and_bundle_after_a_drill_that_passed() {
        var check = check(WEEKLY, result(Outcome.PASSED, Duration.ofDays(13)));

        assertThat(check.outcome()).isEqualTo(CheckOutcome.PASS);
        assertThat(check.detail()).contains(BUNDLE, "2026-11-09");
    }

    @Test
    void warns_of_a_drill_that_is_older_than_two_intervals_or_than_is_configured() {
        var old = check(WEEKLY, result(Outcome.PASSED, Duration.ofDays(15)));
        var configured = check(
                Map.of("namespace", "drill", "schedule", "0 4 * * 0", "max-age", "8d"),
                result(Outcome.PASSED, Duration.ofDays(13)));

        assertThat(old.outcome()).isEqualTo(CheckOutcome.WARN);
        assertThat(old.detail()).contains("15 d old", "14 d");
        assertThat(configured.outcome()).isEqualTo(CheckOutcome.WARN);
    }

    @Test
    void fails_with_the_reasons_after_a_drill_that_failed() {
        var check = check(WEEKLY, result(Outcome.FAILED, Duration.ofHours(1)));

        assertThat(check.outcome()).isEqualTo(CheckOutcome.FAIL);
        assertThat(check.detail()).contains(BUNDLE, "Secret db is bad.", "None has passed yet.");
        assertThat(check.remedy()).isNotBlank();
    }

    @Test
    void warns_where_a_drill_was_not_complete_or_there_was_none() {
        assertThat(check(WEEKLY, result(Outcome.INCOMPLETE, Duration.ofHours(1)))
                        .outcome())
                .isEqualTo(CheckOutcome.WARN);
        assertThat(check(WEEKLY, Optional.empty()).outcome()).isEqualTo(CheckOutcome.WARN);
    }

    @Test
    void is_skipped_where_no_drill_is_scheduled_or_the_results_cannot_be_read() {
        assertThat(check(Map.of(), Optional.empty()).outcome()).isEqualTo(CheckOutcome.SKIPPED);

        var denied = check(WEEKLY, DrillResultsFixture.denied("Grant get on it."));

        assertThat(denied.outcome()).isEqualTo(CheckOutcome.SKIPPED);
        assertThat(denied.detail()).contains("Grant get on it.");
    }

    private static Optional<DrillResult> result(Outcome outcome, Duration age) {
        var at = NOW.minus(age);
        return Optional.of(new DrillResult(
                outcome,
                at,
                BUNDLE,
                outcome == Outcome.PASSED ? List.of() : List.of("Secret db is bad."),
                outcome == Outcome.PASSED ? at : null,
                false));
    }

    private RecoverabilityCheck check(Map<String, String> properties, Optional<DrillResult> result) {
        return check(properties, DrillResultsFixture.of(inputs.ref(), result));
    }

    private RecoverabilityCheck check(Map<String, String> properties, DrillResults results) {
        return new DrillChecks(DrillConfigFixture.config(properties), results, Clock.fixed(NOW, ZoneOffset.UTC))
                .check(inputs)
                .get(0);
    }
}
