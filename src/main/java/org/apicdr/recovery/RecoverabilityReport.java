package org.apicdr.recovery;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.apicdr.bundle.Verdict;
import org.apicdr.recovery.point.RecoveryPoint;
import org.apicdr.verification.CheckOutcome;
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
        List<RecoverabilityCheck> checks,
        List<CheckId> notProven,
        List<ReportSource> sources) {

    public RecoverabilityReport {
        checks = List.copyOf(checks);
        notProven = List.copyOf(notProven);
        sources = List.copyOf(sources);
    }

    static RecoverabilityReport of(
            RecoverabilityInputs recoverabilityInputs, List<RecoverabilityCheck> checks, Instant now) {
        return new RecoverabilityReport(
                recoverabilityInputs.ref().namespace(),
                recoverabilityInputs.ref().cluster(),
                verdict(checks),
                recoverabilityInputs.at(),
                recoverabilityInputs.bestPoint().orElse(null),
                checks,
                ids(checks, CheckOutcome.SKIPPED),
                recoverabilityInputs.sources().stream()
                        .map(reportSource -> reportSource.aged(now))
                        .toList());
    }

    /** The checks that ended in a way. */
    public List<CheckId> ids(CheckOutcome checkOutcome) {
        return ids(checks, checkOutcome);
    }

    private static List<CheckId> ids(List<RecoverabilityCheck> checks, CheckOutcome checkOutcome) {
        return checks.stream()
                .filter(recoverabilityCheck -> recoverabilityCheck.outcome() == checkOutcome)
                .map(RecoverabilityCheck::id)
                .toList();
    }

    private static Verdict verdict(List<RecoverabilityCheck> checks) {
        if (checks.stream().allMatch(recoverabilityCheck -> recoverabilityCheck.outcome() == CheckOutcome.SKIPPED)) {
            return Verdict.FAIL;
        }
        return checks.stream()
                .map(recoverabilityCheck -> weight(recoverabilityCheck.outcome()))
                .reduce(Verdict.PASS, RecoverabilityReport::worse);
    }

    private static Verdict worse(Verdict one, Verdict other) {
        return one.atLeast(other) ? one : other;
    }

    private static Verdict weight(CheckOutcome checkOutcome) {
        return switch (checkOutcome) {
            case PASS, SKIPPED -> Verdict.PASS;
            case WARN -> Verdict.WARN;
            case FAIL -> Verdict.FAIL;
        };
    }
}
