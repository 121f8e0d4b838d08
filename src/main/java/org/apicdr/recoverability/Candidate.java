package org.apicdr.recoverability;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A backup that might be the one to use.
 *
 * @param name what it is called
 * @param against why it cannot be used
 * @param doubts what would have to be known of it and is not
 * @param notes what else an operator should know
 */
record Candidate(String name, List<String> against, List<String> doubts, List<String> notes) {

    /** Of many that cannot be used, the newest tell what is wrong. */
    private static final int TOLD = 3;

    /** The check that the best of the candidates makes, the newest of those that are as good. */
    static Check best(CheckId id, List<Candidate> newestFirst, String remedy) {
        if (newestFirst.isEmpty()) {
            return Check.fail(id, "no backup is known", remedy);
        }
        return first(
                        newestFirst,
                        candidate -> candidate.usable() && candidate.doubts().isEmpty())
                .map(best -> Check.pass(id, best.words(best.notes())))
                .or(() -> first(newestFirst, Candidate::usable)
                        .map(best -> Check.warn(id, best.words(best.doubts()), remedy)))
                .orElseGet(() -> Check.fail(id, complaints(newestFirst), remedy));
    }

    boolean usable() {
        return against.isEmpty();
    }

    private static Optional<Candidate> first(List<Candidate> candidates, Predicate<Candidate> wanted) {
        return candidates.stream().filter(wanted).findFirst();
    }

    private static String complaints(List<Candidate> candidates) {
        var told = candidates.stream()
                .limit(TOLD)
                .map(candidate -> candidate.words(candidate.against()))
                .toList();
        var more = candidates.size() > TOLD ? "; and %d older ones".formatted(candidates.size() - TOLD) : "";
        return "none can be used: " + String.join("; ", told) + more;
    }

    private String words(List<String> said) {
        return said.isEmpty() ? name : name + ": " + String.join(", ", said);
    }
}
