package org.apicdr.verification;

import java.time.Instant;
import org.apicdr.bundle.Verdict;

/**
 * The summary of a batch verification.
 *
 * @param verdict the worst verdict; {@code fail} if no bundle was verified
 * @param at when it was started
 * @param verified the number of verified bundles, by verdict
 * @param remaining the number of bundles that were not verified, because of the limit or the deadline
 */
public record BatchVerificationSummary(Verdict verdict, Instant at, VerdictCounts verified, int remaining) {}
