package org.apicdr.recovery;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A backup that may be usable for a recovery.
 *
 * @param name the name of the backup in the report
 * @param issues why the backup cannot be used
 * @param doubts why it is uncertain whether the backup can be used
 * @param notes further information for the operator
 */
record BackupCandidate(String name, List<String> issues, List<String> doubts, List<String> notes) {

    /** The number of unusable backups whose issues are reported, newest first. */
    private static final int MAX_REPORTED = 3;

    /** Returns the check for the best candidate; of equally good candidates, the newest. */
    static RecoverabilityCheck best(CheckId id, List<BackupCandidate> newestFirst, String remedy) {
        if (newestFirst.isEmpty()) {
            return RecoverabilityCheck.fail(id, "No backup was found.", remedy);
        }
        return first(
                        newestFirst,
                        candidate -> candidate.usable() && candidate.doubts().isEmpty())
                .map(best -> RecoverabilityCheck.pass(id, best.describe("can be used", best.notes())))
                .or(() -> first(newestFirst, BackupCandidate::usable)
                        .map(best -> RecoverabilityCheck.warn(
                                id, best.describe("may not be usable", best.doubts()), remedy)))
                .orElseGet(() -> RecoverabilityCheck.fail(id, describeIssues(newestFirst), remedy));
    }

    boolean usable() {
        return issues.isEmpty();
    }

    private static Optional<BackupCandidate> first(
            List<BackupCandidate> candidates, Predicate<BackupCandidate> wanted) {
        return candidates.stream().filter(wanted).findFirst();
    }

    private static String describeIssues(List<BackupCandidate> candidates) {
        var reported = candidates.stream()
                .limit(MAX_REPORTED)
                .map(candidate -> "%s: %s".formatted(candidate.name(), String.join(", ", candidate.issues())))
                .toList();
        var more = candidates.size() > MAX_REPORTED
                ? "; and %d older ones".formatted(candidates.size() - MAX_REPORTED)
                : "";
        return "No backup can be used: %s%s.".formatted(String.join("; ", reported), more);
    }

    private String describe(String state, List<String> details) {
        return details.isEmpty()
                ? "%s %s.".formatted(name, state)
                : "%s %s: %s.".formatted(name, state, String.join(", ", details));
    }
}
