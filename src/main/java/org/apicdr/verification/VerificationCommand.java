package org.apicdr.verification;

import java.util.EnumSet;
import java.util.Set;
import org.apicdr.bundle.VerificationQueue;
import org.apicdr.core.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * What one call wants proven of each of its bundles.
 *
 * @param askedFor the levels that the caller named; empty for all that can be proven here
 * @param live what the bundles are compared with
 * @param backlog where they were listed; null for a single one
 * @param deadline when it must be done
 */
public record VerificationCommand(
        Set<VerificationLevel> askedFor,
        MemoizedSnapshot live,
        @Nullable VerificationQueue backlog,
        Deadline deadline) {

    public VerificationCommand {
        askedFor = Set.copyOf(askedFor);
    }

    Set<VerificationLevel> levels() {
        return askedFor.isEmpty() ? EnumSet.allOf(VerificationLevel.class) : askedFor;
    }
}
