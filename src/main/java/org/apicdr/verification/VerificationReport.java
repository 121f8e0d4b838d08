package org.apicdr.verification;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apicdr.bundle.BundleId;
import org.apicdr.bundle.Verdict;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a verification found.
 *
 * @param bundleId the bundle
 * @param verdict the worst outcome; {@code warn} for a level that was asked for and skipped; {@code fail} where nothing
 *     was checked
 * @param at when it was verified
 * @param checks what was looked at, level by level
 * @param notProven levels that were skipped without having been asked for; the reason stands in their checks
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
            BundleId id, Instant at, List<VerificationCheck> checks, Collection<VerificationLevel> askedFor) {
        var verdict = checks.stream().allMatch(verificationCheck -> verificationCheck.outcome() == CheckOutcome.SKIPPED)
                ? Verdict.FAIL
                : Verdict.PASS;
        var notProven = new ArrayList<VerificationLevel>();
        for (var verificationCheck : checks) {
            var weight = weight(verificationCheck, askedFor);
            verdict = weight.atLeast(verdict) ? weight : verdict;
            if (verificationCheck.outcome() == CheckOutcome.SKIPPED && weight == Verdict.PASS) {
                notProven.add(verificationCheck.level());
            }
        }
        return new VerificationReport(
                id, verdict, at, checks, notProven.stream().distinct().toList());
    }

    static Verdict weight(VerificationCheck verificationCheck, Collection<VerificationLevel> askedFor) {
        return switch (verificationCheck.outcome()) {
            case PASS -> Verdict.PASS;
            case WARN -> Verdict.WARN;
            case FAIL -> Verdict.FAIL;
            case SKIPPED -> askedFor.contains(verificationCheck.level()) ? Verdict.WARN : Verdict.PASS;
        };
    }
}
