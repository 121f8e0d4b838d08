package org.apicdr.verification;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Set;
import org.apicdr.bundle.BundleId;
import org.apicdr.bundle.Verdict;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The short result for one bundle of a batch verification.
 *
 * @param bundleId the bundle
 * @param verdict the worst outcome
 * @param checks the checks that caused the verdict; absent if the verdict is {@code pass}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "VerifiedBundle")
public record BundleVerificationResult(
        BundleId bundleId, Verdict verdict, @Nullable List<VerificationCheck> checks) {

    /** Limits the size of the response: details may contain text from the bundle, and there are many bundles. */
    private static final int MAX_DETAIL = 300;

    public BundleVerificationResult {
        checks = checks == null ? null : List.copyOf(checks);
    }

    static BundleVerificationResult of(VerificationReport report, Set<VerificationLevel> askedFor) {
        var verdict = report.verdict();
        if (verdict == Verdict.PASS) {
            return new BundleVerificationResult(report.bundleId(), verdict, null);
        }
        var worst = report.checks().stream()
                .filter(verificationCheck -> VerificationReport.weight(verificationCheck, askedFor) == verdict)
                .map(BundleVerificationResult::shortened)
                .toList();
        return new BundleVerificationResult(report.bundleId(), verdict, worst);
    }

    private static VerificationCheck shortened(VerificationCheck verificationCheck) {
        var detail = verificationCheck.detail();
        return detail.length() <= MAX_DETAIL
                ? verificationCheck
                : new VerificationCheck(
                        verificationCheck.id(),
                        verificationCheck.level(),
                        verificationCheck.outcome(),
                        detail.substring(0, MAX_DETAIL) + "…",
                        verificationCheck.remedy());
    }
}
