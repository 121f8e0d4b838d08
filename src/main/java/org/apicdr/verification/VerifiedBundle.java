package org.apicdr.verification;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Set;
import org.apicdr.bundle.BundleId;
import org.apicdr.bundle.Verdict;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What the verification of one of many bundles came to, in a few words.
 *
 * @param bundleId the bundle
 * @param verdict the worst outcome
 * @param checks those that made it this bad; absent where the verdict is {@code pass}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "VerifiedBundle")
public record VerifiedBundle(
        BundleId bundleId, Verdict verdict, @Nullable List<Check> checks) {

    /** What a bundle says of itself may be long, and there are many bundles. */
    private static final int MAX_DETAIL = 300;

    public VerifiedBundle {
        checks = checks == null ? null : List.copyOf(checks);
    }

    static VerifiedBundle of(VerificationReport report, Set<Level> askedFor) {
        var verdict = report.verdict();
        if (verdict == Verdict.PASS) {
            return new VerifiedBundle(report.bundleId(), verdict, null);
        }
        var worst = report.checks().stream()
                .filter(check -> VerificationReport.weight(check, askedFor) == verdict)
                .map(VerifiedBundle::shortened)
                .toList();
        return new VerifiedBundle(report.bundleId(), verdict, worst);
    }

    private static Check shortened(Check check) {
        var detail = check.detail();
        return detail.length() <= MAX_DETAIL
                ? check
                : new Check(
                        check.id(),
                        check.level(),
                        check.outcome(),
                        detail.substring(0, MAX_DETAIL) + "…",
                        check.remedy());
    }
}
