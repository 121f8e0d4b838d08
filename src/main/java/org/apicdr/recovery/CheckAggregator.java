package org.apicdr.recovery;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.apicdr.verification.CheckOutcome;

/** Combines the checks of several components into one with the worst outcome and the details of all that have it. */
final class CheckAggregator {

    private static final List<CheckOutcome> ORDER =
            List.of(CheckOutcome.SKIPPED, CheckOutcome.PASS, CheckOutcome.WARN, CheckOutcome.FAIL);

    private CheckAggregator() {}

    static RecoverabilityCheck of(List<RecoverabilityCheck> checks) {
        var worst = checks.stream()
                .max(Comparator.comparing(recoverabilityCheck -> ORDER.indexOf(recoverabilityCheck.outcome())))
                .orElseThrow();
        var details = checks.stream()
                .filter(recoverabilityCheck -> recoverabilityCheck.outcome() == worst.outcome())
                .map(RecoverabilityCheck::detail)
                .collect(Collectors.joining(" "));
        return new RecoverabilityCheck(worst.id(), worst.outcome(), details, worst.remedy());
    }
}
