package org.apicdr.verification;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.apicdr.bundle.BundleId;
import org.apicdr.bundle.Verdict;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The results of a batch verification.
 *
 * @param summary the summary of the results
 * @param items the verified bundles, in the order of the queue
 */
@Schema(name = "RoundReport")
public record BatchVerificationReport(@JsonUnwrapped Summary summary, List<VerifiedBundle> items) {

    public BatchVerificationReport {
        items = List.copyOf(items);
    }

    /**
     * The summary of a batch verification.
     *
     * @param verdict the worst verdict; {@code fail} if no bundle was verified
     * @param at when it was started
     * @param verified the number of verified bundles, by verdict
     * @param remaining the number of bundles that were not verified, because of the limit or the deadline
     */
    public record Summary(Verdict verdict, Instant at, VerdictCounts verified, int remaining) {}

    /**
     * The number of bundles by verdict.
     *
     * @param pass the number of bundles that passed
     * @param warn the number of bundles with warnings, including those whose file could not be read
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

    /**
     * The short result for one bundle of a batch verification.
     *
     * @param bundleId the bundle
     * @param verdict the worst outcome
     * @param checks the checks that caused the verdict; absent if the verdict is {@code pass}
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "VerifiedBundle")
    public record VerifiedBundle(
            BundleId bundleId, Verdict verdict, @Nullable List<VerificationCheck> checks) {

        /** Limits the size of the response: details may contain text from the bundle, and there are many bundles. */
        private static final int MAX_DETAIL = 300;

        public VerifiedBundle {
            checks = checks == null ? null : List.copyOf(checks);
        }

        static VerifiedBundle of(VerificationReport report, Set<VerificationLevel> requestedLevels) {
            var verdict = report.verdict();
            if (verdict == Verdict.PASS) {
                return new VerifiedBundle(report.bundleId(), verdict, null);
            }
            var worst = report.checks().stream()
                    .filter(check -> VerificationReport.weight(check, requestedLevels) == verdict)
                    .map(VerifiedBundle::shortened)
                    .toList();
            return new VerifiedBundle(report.bundleId(), verdict, worst);
        }

        /** Returns the result for a bundle whose bytes could not be read: nothing is proven, and nothing disproven. */
        static VerifiedBundle unread(BundleId id, String why) {
            var check = new VerificationCheck(
                    "archive",
                    VerificationLevel.STORED,
                    CheckOutcome.SKIPPED,
                    "The file was not read, so nothing is proven. " + why,
                    "Check on the store's server who may read the file, and whether its disk is intact. Then verify the"
                            + " bundle again.");
            return new VerifiedBundle(id, Verdict.WARN, List.of(shortened(check)));
        }

        private static VerificationCheck shortened(VerificationCheck check) {
            var detail = check.detail();
            return detail.length() <= MAX_DETAIL
                    ? check
                    : new VerificationCheck(
                            check.id(),
                            check.level(),
                            check.outcome(),
                            detail.substring(0, MAX_DETAIL) + "…",
                            check.remedy());
        }
    }
}
