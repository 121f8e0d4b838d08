package org.apicdr.recoverability;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.apicdr.bundle.Verdict;
import org.apicdr.recoverypoint.RecoveryPoint;
import org.apicdr.verification.Outcome;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Whether a subsystem could be recovered now, and to when.
 *
 * @param namespace its namespace
 * @param cluster the name of its ManagementCluster
 * @param verdict the worst outcome; {@code fail} where nothing could be checked
 * @param at when it was looked at
 * @param recoveryPoint the newest complete recovery point, else the newest; absent where there is none
 * @param checks what was looked at, one check for each thing that the procedure demands
 * @param notProven the checks that were skipped; the reason stands in them
 * @param sources how old each thing is that was looked at
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
        List<Check> checks,
        List<CheckId> notProven,
        List<Source> sources) {

    public RecoverabilityReport {
        checks = List.copyOf(checks);
        notProven = List.copyOf(notProven);
        sources = List.copyOf(sources);
    }

    static RecoverabilityReport of(Survey survey, List<Check> checks, Instant now) {
        return new RecoverabilityReport(
                survey.ref().namespace(),
                survey.ref().cluster(),
                verdict(checks),
                survey.at(),
                survey.bestPoint().orElse(null),
                checks,
                ids(checks, Outcome.SKIPPED),
                survey.sources().stream().map(source -> source.aged(now)).toList());
    }

    /** The checks that ended in a way. */
    List<CheckId> ids(Outcome outcome) {
        return ids(checks, outcome);
    }

    private static List<CheckId> ids(List<Check> checks, Outcome outcome) {
        return checks.stream()
                .filter(check -> check.outcome() == outcome)
                .map(Check::id)
                .toList();
    }

    private static Verdict verdict(List<Check> checks) {
        if (checks.stream().allMatch(check -> check.outcome() == Outcome.SKIPPED)) {
            return Verdict.FAIL;
        }
        return checks.stream().map(check -> weight(check.outcome())).reduce(Verdict.PASS, RecoverabilityReport::worse);
    }

    private static Verdict worse(Verdict one, Verdict other) {
        return one.atLeast(other) ? one : other;
    }

    private static Verdict weight(Outcome outcome) {
        return switch (outcome) {
            case PASS, SKIPPED -> Verdict.PASS;
            case WARN -> Verdict.WARN;
            case FAIL -> Verdict.FAIL;
        };
    }
}
