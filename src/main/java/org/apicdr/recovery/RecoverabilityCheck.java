package org.apicdr.recovery;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.apicdr.verification.CheckOutcome;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The result of one check of the procedure.
 *
 * @param id the check
 * @param detail the finding, in a sentence
 * @param remedy what to do; absent if there is nothing to do
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "RecoverabilityCheck")
public record RecoverabilityCheck(
        CheckId id,
        CheckOutcome outcome,
        String detail,
        @Nullable String remedy) {

    private static final List<CheckOutcome> BEST_TO_WORST =
            List.of(CheckOutcome.SKIPPED, CheckOutcome.PASS, CheckOutcome.WARN, CheckOutcome.FAIL);

    static RecoverabilityCheck pass(CheckId id, String detail) {
        return new RecoverabilityCheck(id, CheckOutcome.PASS, detail, null);
    }

    static RecoverabilityCheck warn(CheckId id, String detail, String remedy) {
        return new RecoverabilityCheck(id, CheckOutcome.WARN, detail, remedy);
    }

    static RecoverabilityCheck fail(CheckId id, String detail, String remedy) {
        return new RecoverabilityCheck(id, CheckOutcome.FAIL, detail, remedy);
    }

    static RecoverabilityCheck skipped(CheckId id, String detail) {
        return new RecoverabilityCheck(id, CheckOutcome.SKIPPED, detail, null);
    }

    /** Returns a skipped check for each id. */
    static List<RecoverabilityCheck> skipped(List<CheckId> ids, String detail) {
        return ids.stream().map(id -> skipped(id, detail)).toList();
    }

    /** Combines the checks of several components into one with the worst outcome and the details of all that have it. */
    static RecoverabilityCheck worst(List<RecoverabilityCheck> checks) {
        var worst = checks.stream()
                .max(Comparator.comparing(check -> BEST_TO_WORST.indexOf(check.outcome())))
                .orElseThrow();
        var details = checks.stream()
                .filter(check -> check.outcome() == worst.outcome())
                .map(RecoverabilityCheck::detail)
                .collect(Collectors.joining(" "));
        return new RecoverabilityCheck(worst.id(), worst.outcome(), details, worst.remedy());
    }
}
