package org.apicdr.verification;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apicdr.bundle.BundleId;
import org.apicdr.bundle.Verdict;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The result of a verification.
 *
 * @param bundleId the bundle
 * @param verdict the worst outcome; {@code warn} if a requested level was skipped; {@code fail} if nothing was checked
 * @param at when it was verified
 * @param checks the checks, ordered by level
 * @param notProven levels that were skipped without having been requested; their checks give the reason
 */
@Schema(name = "VerificationReport")
public record VerificationReport(
        BundleId bundleId,
        Verdict verdict,
        Instant at,
        List<VerificationCheck> checks,
        List<VerificationLevel> notProven) {

    public VerificationReport {
        checks = List.copyOf(checks);
        notProven = List.copyOf(notProven);
    }

    static VerificationReport of(
            BundleId id, Instant at, List<VerificationCheck> checks, Collection<VerificationLevel> requestedLevels) {
        var verdict = checks.stream().allMatch(verificationCheck -> verificationCheck.outcome() == CheckOutcome.SKIPPED)
                ? Verdict.FAIL
                : Verdict.PASS;
        var notProven = new ArrayList<VerificationLevel>();
        for (var verificationCheck : checks) {
            var weight = weight(verificationCheck, requestedLevels);
            verdict = weight.atLeast(verdict) ? weight : verdict;
            if (verificationCheck.outcome() == CheckOutcome.SKIPPED && weight == Verdict.PASS) {
                notProven.add(verificationCheck.level());
            }
        }
        return new VerificationReport(
                id, verdict, at, checks, notProven.stream().distinct().toList());
    }

    static Verdict weight(VerificationCheck verificationCheck, Collection<VerificationLevel> requestedLevels) {
        return switch (verificationCheck.outcome()) {
            case PASS -> Verdict.PASS;
            case WARN -> Verdict.WARN;
            case FAIL -> Verdict.FAIL;
            case SKIPPED -> requestedLevels.contains(verificationCheck.level()) ? Verdict.WARN : Verdict.PASS;
        };
    }
}
