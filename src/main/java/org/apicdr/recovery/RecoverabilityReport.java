package org.apicdr.recovery;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apicdr.bundle.Verdict;
import org.apicdr.recovery.point.RecoveryPoint;
import org.apicdr.verification.CheckOutcome;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Whether a subsystem could be recovered now, and to which point in time.
 *
 * @param namespace its namespace
 * @param cluster the name of its ManagementCluster
 * @param verdict the worst outcome; {@code fail} if nothing could be checked
 * @param at when the inputs were read
 * @param recoveryPoint the newest complete recovery point, else the newest; absent if there is none
 * @param checks one check for each requirement of the procedure
 * @param notProven the checks that were skipped; the detail of each gives the reason
 * @param sources the sources of the inputs and their age
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
        name = "RecoverabilityReport",
        requiredProperties = {"namespace", "cluster", "verdict", "at", "checks", "notProven", "sources"})
public record RecoverabilityReport(
        String namespace,
        String cluster,
        Verdict verdict,
        Instant at,
        @Nullable RecoveryPoint recoveryPoint,
        List<RecoverabilityCheck> checks,
        List<CheckId> notProven,
        List<Source> sources) {

    public RecoverabilityReport {
        checks = List.copyOf(checks);
        notProven = List.copyOf(notProven);
        sources = List.copyOf(sources);
    }

    static RecoverabilityReport of(RecoverabilityInputs inputs, List<RecoverabilityCheck> checks, Instant now) {
        return new RecoverabilityReport(
                inputs.ref().namespace(),
                inputs.ref().cluster(),
                verdict(checks),
                inputs.at(),
                inputs.bestPoint().orElse(null),
                checks,
                ids(checks, CheckOutcome.SKIPPED),
                inputs.sources().stream().map(source -> source.aged(now)).toList());
    }

    /** Returns the checks with an outcome. */
    public List<CheckId> ids(CheckOutcome outcome) {
        return ids(checks, outcome);
    }

    private static List<CheckId> ids(List<RecoverabilityCheck> checks, CheckOutcome outcome) {
        return checks.stream()
                .filter(check -> check.outcome() == outcome)
                .map(RecoverabilityCheck::id)
                .toList();
    }

    private static Verdict verdict(List<RecoverabilityCheck> checks) {
        if (checks.stream().allMatch(check -> check.outcome() == CheckOutcome.SKIPPED)) {
            return Verdict.FAIL;
        }
        return checks.stream().map(check -> weight(check.outcome())).reduce(Verdict.PASS, RecoverabilityReport::worse);
    }

    private static Verdict worse(Verdict one, Verdict other) {
        return one.atLeast(other) ? one : other;
    }

    private static Verdict weight(CheckOutcome outcome) {
        return switch (outcome) {
            case PASS, SKIPPED -> Verdict.PASS;
            case WARN -> Verdict.WARN;
            case FAIL -> Verdict.FAIL;
        };
    }

    /**
     * A source of the inputs of a report. Expensive inputs are cached, so that sources differ in age.
     *
     * @param name {@code cluster}, {@code bundles}, {@code newest bundle}, or {@code backup files of …}
     * @param at when the source was read
     * @param ageSeconds the time since then
     * @param detail why the source could not be read; absent if it was
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "RecoverabilitySource")
    public record Source(
            String name,
            Instant at,
            long ageSeconds,
            @Nullable String detail) {

        static Source read(String name, Instant at) {
            return new Source(name, at, 0, null);
        }

        static Source unread(String name, Instant at, String why) {
            return new Source(name, at, 0, why);
        }

        Source aged(Instant now) {
            return new Source(name, at, Math.max(0, Duration.between(at, now).toSeconds()), detail);
        }
    }
}
