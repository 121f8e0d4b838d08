package org.apicdr.verification;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import org.apicdr.bundle.BundleInspection;
import org.apicdr.bundle.BundleInspector;
import org.apicdr.bundle.BundleService;
import org.apicdr.bundle.StoredBundle;
import org.apicdr.bundle.UnreadableFileException;
import org.apicdr.core.Deadline;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ParallelExecutor;
import org.apicdr.core.ServiceException;
import org.apicdr.subsystem.SubsystemQuery;
import org.apicdr.subsystem.SubsystemService;

/** Verifies the bundles of a subsystem, starting with those that have waited longest. */
@ApplicationScoped
public class BatchVerificationService {

    /** Reserved for writing the response. */
    private static final Duration MAX_RESPONSE_TIME = Duration.ofSeconds(1);

    private static final int RESPONSE_SHARE = 10;

    private static final String NOT_COMPARED = "Not requested: an older bundle rarely matches the live subsystem.";

    private final BundleService bundleService;
    private final BundleInspector bundleInspector;
    private final VerificationService verificationService;
    private final SubsystemService subsystemService;
    private final ParallelExecutor parallelExecutor;
    private final Clock clock;

    BatchVerificationService(
            BundleService bundleService,
            BundleInspector bundleInspector,
            VerificationService verificationService,
            SubsystemService subsystemService,
            ParallelExecutor parallelExecutor,
            Clock clock) {
        this.bundleService = bundleService;
        this.bundleInspector = bundleInspector;
        this.verificationService = verificationService;
        this.subsystemService = subsystemService;
        this.parallelExecutor = parallelExecutor;
        this.clock = clock;
    }

    /**
     * Lists and orders the bundles without verifying them.
     *
     * @param limit the maximum number of bundles to verify
     * @param askedFor the requested levels; empty for all levels but {@code current}
     * @throws ServiceException {@code BUNDLE_NOT_FOUND}, {@code SUBSYSTEM_AMBIGUOUS} or {@code STORE_UNAVAILABLE}
     */
    public BatchVerification prepare(
            SubsystemQuery query, int limit, Set<VerificationLevel> askedFor, Deadline deadline) {
        var start = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var verificationQueue = bundleService.verificationQueue(query, deadline);
        var end = deadline.earlier(responseTime(deadline));
        var live = askedFor.isEmpty()
                ? MemoizedSnapshot.leftOut(NOT_COMPARED)
                : MemoizedSnapshot.readBy(subsystemService, end);
        var command = new VerificationCommand(askedFor, live, verificationQueue, end);
        return new BatchVerification(
                verificationQueue,
                limit,
                start,
                new ConcurrentVerifier(bundle -> verify(bundle, command), parallelExecutor, end));
    }

    /**
     * Verifies a bundle; empty if it was deleted after the listing. A bundle that the store refuses to read fails, so that it
     * does not block the bundles behind it.
     */
    private Optional<BundleVerificationResult> verify(StoredBundle bundle, VerificationCommand command) {
        try {
            return Optional.of(verify(bundleInspector.inspect(bundle, command.selection(), command.deadline()), command));
        } catch (ServiceException e) {
            if (e.code() == ErrorCode.BUNDLE_NOT_FOUND) {
                return Optional.empty();
            }
            if (e.getCause() instanceof UnreadableFileException) {
                return Optional.of(verify(BundleInspection.unreadable(bundle, e.getMessage()), command));
            }
            throw e;
        }
    }

    private BundleVerificationResult verify(BundleInspection bundleInspection, VerificationCommand command) {
        return BundleVerificationResult.of(verificationService.verify(bundleInspection, command), command.askedFor());
    }

    private static Duration responseTime(Deadline deadline) {
        var share = deadline.left().dividedBy(RESPONSE_SHARE);
        return share.compareTo(MAX_RESPONSE_TIME) < 0 ? share : MAX_RESPONSE_TIME;
    }
}
