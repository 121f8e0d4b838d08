package org.apicdr.verification;

import java.util.EnumSet;
import java.util.Set;
import org.apicdr.bundle.OpenedPayload.Selection;
import org.apicdr.bundle.VerificationQueue;
import org.apicdr.core.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of the verification of one or more bundles.
 *
 * @param askedFor the requested levels; empty for all levels
 * @param live the live subsystem to compare with
 * @param backlog the queue of the bundles; null for a single bundle
 * @param deadline the deadline of the request
 */
public record VerificationCommand(
        Set<VerificationLevel> askedFor,
        MemoizedSnapshot live,
        @Nullable VerificationQueue backlog,
        Deadline deadline) {

    public VerificationCommand {
        askedFor = Set.copyOf(askedFor);
    }

    /** Returns the entries of a payload that the levels need. */
    public Selection selection() {
        return levels().stream().anyMatch(level -> level.compareTo(VerificationLevel.OPENABLE) >= 0)
                ? Selection.RESOURCES
                : Selection.NONE;
    }

    Set<VerificationLevel> levels() {
        return askedFor.isEmpty() ? EnumSet.allOf(VerificationLevel.class) : askedFor;
    }
}
