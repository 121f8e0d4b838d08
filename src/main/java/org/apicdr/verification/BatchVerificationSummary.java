package org.apicdr.verification;

import java.time.Instant;
import org.apicdr.bundle.Verdict;

/**
 * What the verification of many bundles came to.
 *
 * @param verdict the worst of all; {@code fail} where none was verified
 * @param at when it began
 * @param verified how many were verified, by verdict
 * @param remaining how many this call did not come to: those over the limit, and those that there was no time for
 */
public record BatchVerificationSummary(Verdict verdict, Instant at, VerdictCounts verified, int remaining) {}
