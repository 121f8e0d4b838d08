package org.apicdr.verification;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import org.apicdr.bundle.Backlogs;
import org.apicdr.bundle.Inspection;
import org.apicdr.bundle.Inspector;
import org.apicdr.bundle.StoredBundle;
import org.apicdr.bundle.UnreadableFileException;
import org.apicdr.problem.Reason;
import org.apicdr.problem.RecoveryException;
import org.apicdr.request.Deadline;
import org.apicdr.request.Parallel;
import org.apicdr.subsystem.SubsystemQuery;
import org.apicdr.subsystem.Subsystems;

/** Verifies the bundles of a subsystem, those first that have waited longest for it. */
@ApplicationScoped
class VerificationRounds {

    /** What is left then is for the answer. */
    private static final Duration TIME_TO_ANSWER = Duration.ofSeconds(1);

    private static final int SHARE_TO_ANSWER = 10;

    private static final String OLDER = "not asked for: an older bundle is rarely the live subsystem";

    private final Backlogs backlogs;
    private final Inspector inspector;
    private final Verification verification;
    private final Subsystems subsystems;
    private final Parallel parallel;
    private final Clock clock;

    VerificationRounds(
            Backlogs backlogs,
            Inspector inspector,
            Verification verification,
            Subsystems subsystems,
            Parallel parallel,
            Clock clock) {
        this.backlogs = backlogs;
        this.inspector = inspector;
        this.verification = verification;
        this.subsystems = subsystems;
        this.parallel = parallel;
        this.clock = clock;
    }

    /**
     * Lists the bundles and puts them in order; nothing is verified yet.
     *
     * @param limit how many bundles to verify at most
     * @param askedFor the levels that the caller named; empty for all that can be proven of a bundle that need not be the
     *     newest
     * @throws RecoveryException {@code BUNDLE_NOT_FOUND}, {@code SUBSYSTEM_AMBIGUOUS} or {@code STORE_UNAVAILABLE}
     */
    VerificationRound prepare(SubsystemQuery query, int limit, Set<Level> askedFor, Deadline deadline) {
        var start = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var backlog = backlogs.of(query, deadline);
        var end = deadline.earlier(timeToAnswer(deadline));
        var live = askedFor.isEmpty() ? LiveSubsystem.leftOut(OLDER) : LiveSubsystem.readBy(subsystems, end);
        var order = new VerificationOrder(askedFor, live, backlog, end);
        return new VerificationRound(backlog, limit, start, new Crew(bundle -> verify(bundle, order), parallel, end));
    }

    /**
     * Between the listing and the reading somebody may have removed it. One that the store does not let be read fails, or
     * nothing would ever be verified that waits behind it.
     */
    private Optional<VerifiedBundle> verify(StoredBundle bundle, VerificationOrder order) {
        try {
            return Optional.of(verify(inspector.inspect(bundle, order.deadline()), order));
        } catch (RecoveryException e) {
            if (e.reason() == Reason.BUNDLE_NOT_FOUND) {
                return Optional.empty();
            }
            if (e.getCause() instanceof UnreadableFileException) {
                return Optional.of(verify(Inspection.unreadable(bundle, e.getMessage()), order));
            }
            throw e;
        }
    }

    private VerifiedBundle verify(Inspection inspection, VerificationOrder order) {
        return VerifiedBundle.of(verification.verify(inspection, order), order.askedFor());
    }

    private static Duration timeToAnswer(Deadline deadline) {
        var share = deadline.left().dividedBy(SHARE_TO_ANSWER);
        return share.compareTo(TIME_TO_ANSWER) < 0 ? share : TIME_TO_ANSWER;
    }
}
