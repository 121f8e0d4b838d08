package org.apicdr.recoverability;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.apicdr.verification.Outcome;

/** Makes one check of those of several components: it is as bad as the worst, and says what each of them does. */
final class Worst {

    private static final List<Outcome> ORDER = List.of(Outcome.SKIPPED, Outcome.PASS, Outcome.WARN, Outcome.FAIL);

    private Worst() {}

    static Check of(List<Check> checks) {
        var worst = checks.stream()
                .max(Comparator.comparing(check -> ORDER.indexOf(check.outcome())))
                .orElseThrow();
        var details = checks.stream()
                .filter(check -> check.outcome() == worst.outcome())
                .map(Check::detail)
                .collect(Collectors.joining("; "));
        return new Check(worst.id(), worst.outcome(), details, worst.remedy());
    }
}
