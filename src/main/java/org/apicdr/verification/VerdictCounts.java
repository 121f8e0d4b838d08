package org.apicdr.verification;

import org.apicdr.bundle.Verdict;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The number of bundles by verdict.
 *
 * @param pass the number of bundles that passed
 * @param warn the number of bundles with warnings
 * @param fail the number of bundles that failed
 */
@Schema(name = "VerdictCounts")
public record VerdictCounts(int pass, int warn, int fail) {

    static final VerdictCounts NONE = new VerdictCounts(0, 0, 0);

    VerdictCounts and(Verdict verdict) {
        return switch (verdict) {
            case PASS -> new VerdictCounts(pass + 1, warn, fail);
            case WARN -> new VerdictCounts(pass, warn + 1, fail);
            case FAIL -> new VerdictCounts(pass, warn, fail + 1);
        };
    }

    public int sum() {
        return pass + warn + fail;
    }

    /** Returns the worst verdict; {@code fail} if no bundle was verified. */
    Verdict worst() {
        if (fail > 0 || sum() == 0) {
            return Verdict.FAIL;
        }
        return warn > 0 ? Verdict.WARN : Verdict.PASS;
    }
}
