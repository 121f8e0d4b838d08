package org.apicdr.verification;

import java.util.EnumSet;
import java.util.Set;
import org.apicdr.bundle.Backlog;
import org.apicdr.request.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * What one call wants proven of each of its bundles.
 *
 * @param askedFor the levels that the caller named; empty for all that can be proven here
 * @param live what the bundles are compared with
 * @param backlog where they were listed; null for a single one
 * @param deadline when it must be done
 */
record VerificationOrder(
        Set<Level> askedFor, LiveSubsystem live, @Nullable Backlog backlog, Deadline deadline) {

    VerificationOrder {
        askedFor = Set.copyOf(askedFor);
    }

    Set<Level> levels() {
        return askedFor.isEmpty() ? EnumSet.allOf(Level.class) : askedFor;
    }
}
