package org.apicdr.verification;

import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.apicdr.bundle.BundleInspector;
import org.apicdr.bundle.BundleService;
import org.apicdr.bundle.BundleStore.UnreadableFileException;
import org.apicdr.bundle.StoredBundle;
import org.apicdr.bundle.VerificationQueue;
import org.apicdr.core.Deadline;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ParallelExecutor;
import org.apicdr.core.ServiceException;
import org.apicdr.subsystem.SubsystemQuery;
import org.apicdr.subsystem.SubsystemSnapshot;
import org.apicdr.verification.BatchVerificationReport.VerifiedBundle;

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
    private final ParallelExecutor parallelExecutor;
    private final Clock clock;

    BatchVerificationService(
            BundleService bundleService,
            BundleInspector bundleInspector,
            VerificationService verificationService,
            ParallelExecutor parallelExecutor,
            Clock clock) {
        this.bundleService = bundleService;
        this.bundleInspector = bundleInspector;
        this.verificationService = verificationService;
        this.parallelExecutor = parallelExecutor;
        this.clock = clock;
    }

    /**
     * Lists and orders the bundles without verifying them. If no level is requested, all levels but {@code current} are
     * verified.
     *
     * @param limit the maximum number of bundles to verify
     * @throws ServiceException {@code BUNDLE_NOT_FOUND}, {@code SUBSYSTEM_AMBIGUOUS} or {@code STORE_UNAVAILABLE}
     */
    public BatchVerification prepare(SubsystemQuery query, int limit, VerificationCommand command) {
        var start = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var queue = bundleService.verificationQueue(query, command.deadline());
        var end = command.deadline().earlier(responseTime(command.deadline()));
        var batchCommand = new VerificationCommand(command.requestedLevels(), end);
        var live = new FutureTask<>(() -> snapshot(queue, batchCommand));
        return new BatchVerification(
                queue, limit, start, bundle -> verify(bundle, batchCommand, live, queue), parallelExecutor, end);
    }

    private SubsystemSnapshot snapshot(VerificationQueue queue, VerificationCommand command) {
        if (command.requestedLevels().isEmpty()) {
            throw new ServiceException(ErrorCode.SUBSYSTEM_NOT_FOUND, NOT_COMPARED);
        }
        return verificationService.snapshot(queue.folder(), command.deadline());
    }

    /**
     * Verifies a bundle; empty if it was deleted after the listing. A bundle that the store does not let be read is not
     * proven, and does not block the bundles behind it.
     */
    private Optional<VerifiedBundle> verify(
            StoredBundle bundle,
            VerificationCommand command,
            FutureTask<SubsystemSnapshot> live,
            VerificationQueue queue) {
        try {
            var inspection = bundleInspector.inspect(bundle, command.selection(), command.deadline());
            var report = verificationService.verify(inspection, command, () -> runOnce(live), queue);
            return Optional.of(VerifiedBundle.of(report, command.requestedLevels()));
        } catch (ServiceException e) {
            if (e.code() == ErrorCode.BUNDLE_NOT_FOUND) {
                return Optional.empty();
            }
            if (e.getCause() instanceof UnreadableFileException) {
                Log.warnf("%s was not verified: %s", bundle.id(), e.getMessage());
                return Optional.of(VerifiedBundle.unread(bundle.id(), String.valueOf(e.getMessage())));
            }
            throw e;
        }
    }

    /**
     * Runs a task unless it has been started, and waits for its result. All callers get the same result or the same
     * failure.
     */
    static <T> T runOnce(FutureTask<T> task) {
        task.run();
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServiceException(ErrorCode.DEADLINE_PASSED, "The service is shutting down.", e);
        }
    }

    private static Duration responseTime(Deadline deadline) {
        var share = deadline.left().dividedBy(RESPONSE_SHARE);
        return share.compareTo(MAX_RESPONSE_TIME) < 0 ? share : MAX_RESPONSE_TIME;
    }
}
