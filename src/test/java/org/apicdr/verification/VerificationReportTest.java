package org.apicdr.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apicdr.bundle.BundleId;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("unit")
class VerificationReportTest {

    @ParameterizedTest
    @CsvSource({
        "PASS, , pass",
        "PASS WARN, , warn",
        "PASS WARN FAIL, , fail",
        "FAIL PASS, , fail",
        "WARN SKIPPED, , warn",
        "PASS SKIPPED, , pass",
        "PASS SKIPPED, CURRENT, warn",
        "FAIL SKIPPED, CURRENT, fail",
        "PASS SKIPPED, STORED, pass",
        "SKIPPED, , fail",
        "SKIPPED, CURRENT, fail",
        "'', , fail"
    })
    void is_as_bad_as_the_worst_that_was_found(String outcomes, VerificationLevel askedFor, String verdict) {
        var checks = Stream.of(outcomes.split(" "))
                .filter(outcome -> !outcome.isEmpty())
                .map(outcome -> check(VerificationLevel.CURRENT, CheckOutcome.valueOf(outcome)))
                .toList();

        var report = report(checks, askedFor == null ? Set.of() : Set.of(askedFor));

        assertThat(report.verdict()).hasToString(verdict);
    }

    @Test
    void names_each_level_that_was_skipped_unasked_once() {
        var report = report(
                List.of(
                        check(VerificationLevel.STORED, CheckOutcome.PASS),
                        check(VerificationLevel.OPENABLE, CheckOutcome.SKIPPED),
                        check(VerificationLevel.CURRENT, CheckOutcome.SKIPPED),
                        check(VerificationLevel.CURRENT, CheckOutcome.SKIPPED)),
                Set.of());

        assertThat(report.notProven()).containsExactly(VerificationLevel.OPENABLE, VerificationLevel.CURRENT);
    }

    @Test
    void does_not_call_not_proven_what_was_asked_for() {
        var report = report(
                List.of(check(VerificationLevel.CURRENT, CheckOutcome.SKIPPED)), Set.of(VerificationLevel.CURRENT));

        assertThat(report.notProven()).isEmpty();
    }

    private static VerificationCheck check(VerificationLevel verificationLevel, CheckOutcome checkOutcome) {
        return new VerificationCheck("x", verificationLevel, checkOutcome, "detail", null);
    }

    private static VerificationReport report(List<VerificationCheck> checks, Set<VerificationLevel> askedFor) {
        return VerificationReport.of(
                new BundleId("management-82b290a2-20261122T030000Z-1f9a3c2b"), Instant.EPOCH, checks, askedFor);
    }
}
