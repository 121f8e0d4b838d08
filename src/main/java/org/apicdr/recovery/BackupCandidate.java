package org.apicdr.recovery;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A backup that might be the one to use.
 *
 * @param name what it is called
 * @param issues why it cannot be used
 * @param doubts what would have to be known of it and is not
 * @param notes what else an operator should know
 */
record BackupCandidate(String name, List<String> issues, List<String> doubts, List<String> notes) {

    /** Of many that cannot be used, the newest tell what is wrong. */
    private static final int TOLD = 3;

    /** The check that the best of the candidates makes, the newest of those that are as good. */
    static RecoverabilityCheck best(CheckId id, List<BackupCandidate> newestFirst, String remedy) {
        if (newestFirst.isEmpty()) {
            return RecoverabilityCheck.fail(id, "no backup is known", remedy);
        }
        return first(
                        newestFirst,
                        backupCandidate -> backupCandidate.usable()
                                && backupCandidate.doubts().isEmpty())
                .map(best -> RecoverabilityCheck.pass(id, best.words(best.notes())))
                .or(() -> first(newestFirst, BackupCandidate::usable)
                        .map(best -> RecoverabilityCheck.warn(id, best.words(best.doubts()), remedy)))
                .orElseGet(() -> RecoverabilityCheck.fail(id, complaints(newestFirst), remedy));
    }

    boolean usable() {
        return issues.isEmpty();
    }

    private static Optional<BackupCandidate> first(
            List<BackupCandidate> candidates, Predicate<BackupCandidate> wanted) {
        return candidates.stream().filter(wanted).findFirst();
    }

    private static String complaints(List<BackupCandidate> candidates) {
        var told = candidates.stream()
                .limit(TOLD)
                .map(backupCandidate -> backupCandidate.words(backupCandidate.issues()))
                .toList();
        var more = candidates.size() > TOLD ? "; and %d older ones".formatted(candidates.size() - TOLD) : "";
        return "none can be used: " + String.join("; ", told) + more;
    }

    private String words(List<String> said) {
        return said.isEmpty() ? name : name + ": " + String.join(", ", said);
    }
}
