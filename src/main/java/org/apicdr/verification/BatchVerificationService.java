package org.apicdr.verification;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import org.apicdr.bundle.BundleInspection;
import org.apicdr.bundle.BundleInspector;
import org.apicdr.bundle.StoredBundle;
import org.apicdr.bundle.UnreadableFileException;
import org.apicdr.bundle.VerificationQueueService;
import org.apicdr.core.Deadline;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ParallelExecutor;
import org.apicdr.core.ServiceException;
import org.apicdr.subsystem.SubsystemQuery;
import org.apicdr.subsystem.SubsystemService;

/** Verifies the bundles of a subsystem, those first that have waited longest for it. */
@ApplicationScoped
public class BatchVerificationService {

    /** What is left then is for the answer. */
    private static final Duration TIME_TO_ANSWER = Duration.ofSeconds(1);

    private static final int SHARE_TO_ANSWER = 10;

    private static final String OLDER = "not asked for: an older bundle is rarely the live subsystem";

    private final VerificationQueueService verificationQueueService;
    private final BundleInspector bundleInspector;
    private final VerificationService verificationService;
    private final SubsystemService subsystemService;
    private final ParallelExecutor parallelExecutor;
    private final Clock clock;

    BatchVerificationService(
            VerificationQueueService verificationQueueService,
            BundleInspector bundleInspector,
            VerificationService verificationService,
            SubsystemService subsystemService,
            ParallelExecutor parallelExecutor,
            Clock clock) {
        this.verificationQueueService = verificationQueueService;
        this.bundleInspector = bundleInspector;
        this.verificationService = verificationService;
        this.subsystemService = subsystemService;
        this.parallelExecutor = parallelExecutor;
        this.clock = clock;
    }

    /**
     * Lists the bundles and puts them in order; nothing is verified yet.
     *
     * @param limit how many bundles to verify at most
     * @param askedFor the levels that the caller named; empty for all that can be proven of a bundle that need not be the
     *     newest
     * @throws ServiceException {@code BUNDLE_NOT_FOUND}, {@code SUBSYSTEM_AMBIGUOUS} or {@code STORE_UNAVAILABLE}
     */
    public BatchVerification prepare(
            SubsystemQuery query, int limit, Set<VerificationLevel> askedFor, Deadline deadline) {
        var start = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var verificationQueue = verificationQueueService.of(query, deadline);
        var end = deadline.earlier(timeToAnswer(deadline));
        var live =
                askedFor.isEmpty() ? MemoizedSnapshot.leftOut(OLDER) : MemoizedSnapshot.readBy(subsystemService, end);
        var order = new VerificationCommand(askedFor, live, verificationQueue, end);
        return new BatchVerification(
                verificationQueue,
                limit,
                start,
                new ConcurrentVerifier(bundle -> verify(bundle, order), parallelExecutor, end));
    }

    /**
     * Between the listing and the reading somebody may have removed it. One that the store does not let be read fails, or
     * nothing would ever be verified that waits behind it.
     */
    private Optional<BundleVerificationResult> verify(StoredBundle bundle, VerificationCommand order) {
        try {
            return Optional.of(verify(bundleInspector.inspect(bundle, order.deadline()), order));
        } catch (ServiceException e) {
            if (e.reason() == ErrorCode.BUNDLE_NOT_FOUND) {
                return Optional.empty();
            }
            if (e.getCause() instanceof UnreadableFileException) {
                return Optional.of(verify(BundleInspection.unreadable(bundle, e.getMessage()), order));
            }
            throw e;
        }
    }

    private BundleVerificationResult verify(BundleInspection bundleInspection, VerificationCommand order) {
        return BundleVerificationResult.of(verificationService.verify(bundleInspection, order), order.askedFor());
    }

    private static Duration timeToAnswer(Deadline deadline) {
        var share = deadline.left().dividedBy(SHARE_TO_ANSWER);
        return share.compareTo(TIME_TO_ANSWER) < 0 ? share : TIME_TO_ANSWER;
    }
}
