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

    /** Returns the checks with an outcome. */
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
