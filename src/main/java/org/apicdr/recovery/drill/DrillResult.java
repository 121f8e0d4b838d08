package org.apicdr.recovery.drill;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The result of the last drill of a subsystem.
 *
 * @param outcome how it ended
 * @param at when it began
 * @param bundle the id of the bundle; null if none was found
 * @param reasons why it did not pass, in sentences without a value of a secret
 * @param lastSuccess when the last drill that passed began; null if none passed
 * @param leftovers whether objects of drills may be left in the namespace, because they could not be removed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record DrillResult(
        Outcome outcome,
        Instant at,
        @Nullable String bundle,
        List<String> reasons,
        @Nullable Instant lastSuccess,
        boolean leftovers) {

    private static final int MAX_REASONS = 10;

    public DrillResult {
        reasons = reasons.stream().distinct().limit(MAX_REASONS).toList();
    }

    static DrillResult of(
            Outcome outcome, Instant at, @Nullable String bundle, List<String> reasons, boolean leftovers) {
        return new DrillResult(outcome, at, bundle, reasons, outcome == Outcome.PASSED ? at : null, leftovers);
    }

    /** Returns this result with the last success of the result before it, unless this one is a success. */
    DrillResult after(Optional<DrillResult> former) {
        var success = lastSuccess == null ? former.map(DrillResult::lastSuccess).orElse(null) : lastSuccess;
        return new DrillResult(outcome, at, bundle, reasons, success, leftovers);
    }

    /** Returns whether the drill is to be repeated before the next scheduled time. */
    public boolean needsRepeat() {
        return outcome == Outcome.INCOMPLETE || leftovers;
    }

    /** Returns when the last drill that passed began. */
    public Optional<Instant> success() {
        return Optional.ofNullable(lastSuccess);
    }

    /** How a drill ended. */
    public enum Outcome {
        /** Everything was created, or accepted by dry run, and was equal to the content of the bundle. */
        PASSED,
        /** The bundle could not be restored as it is, or the namespace for drills was not empty. */
        FAILED,
        /** A part could not be tried: a permission, the identity, a kind or a server was missing. */
        INCOMPLETE
    }
}
