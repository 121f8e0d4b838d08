package org.apicdr.verification;

import java.util.EnumSet;
import java.util.Set;
import org.apicdr.bundle.OpenedPayload.Selection;
import org.apicdr.core.Deadline;

/**
 * A request to verify one or more bundles.
 *
 * @param requestedLevels the levels that the caller named; empty for all levels
 * @param deadline the deadline of the request
 */
public record VerificationCommand(Set<VerificationLevel> requestedLevels, Deadline deadline) {

    public VerificationCommand {
        requestedLevels = Set.copyOf(requestedLevels);
    }

    /** Returns what has to be opened of a payload to verify the levels. */
    public Selection selection() {
        return levels().stream().anyMatch(VerificationLevel::needsPayload) ? Selection.RESOURCES : Selection.NONE;
    }

    Set<VerificationLevel> levels() {
        return requestedLevels.isEmpty() ? EnumSet.allOf(VerificationLevel.class) : requestedLevels;
    }
}
