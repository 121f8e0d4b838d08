package org.apicdr.capture;

import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apicdr.backup.BackupCatalogService;
import org.apicdr.bundle.StoredBundle;
import org.apicdr.core.Deadline;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ParallelExecutor;
import org.apicdr.core.ServiceException;
import org.apicdr.recovery.point.RecoveryPointFinder;
import org.apicdr.subsystem.SubsystemSnapshot;

/** Looks up recovery recoveryPointFinder for RECOVERY.md in the background. A failure or timeout never fails the capture. */
@ApplicationScoped
class RecoveryPointLookup {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    /** Shorter than the whole timeout, so that an unresponsive backup server leaves time to read the bundles. */
    private static final Duration BACKUP_FILES_TIMEOUT = Duration.ofSeconds(3);

    private static final int MAX_POINTS = 100;

    private final BackupCatalogService backupCatalogService;
    private final RecoveryPointFinder recoveryPointFinder;
    private final ParallelExecutor parallelExecutor;

    RecoveryPointLookup(
            BackupCatalogService backupCatalogService,
            RecoveryPointFinder recoveryPointFinder,
            ParallelExecutor parallelExecutor) {
        this.backupCatalogService = backupCatalogService;
        this.recoveryPointFinder = recoveryPointFinder;
        this.parallelExecutor = parallelExecutor;
    }

    /**
     * Starts the search.
     *
     * @param listed returns the bundles on the store, newest first, and waits for them until a deadline
     */
    PendingRecoveryPoints start(
            SubsystemSnapshot snapshot, Function<Deadline, List<StoredBundle>> listed, Deadline deadline) {
        var end = within(TIMEOUT, deadline);
        return new PendingRecoveryPoints(
                parallelExecutor, parallelExecutor.start(() -> find(snapshot, listed, end)), end);
    }

    private RecoveryPointSummary find(
            SubsystemSnapshot snapshot, Function<Deadline, List<StoredBundle>> listed, Deadline end) {
        var catalog = backupCatalogService.catalog(snapshot, false, within(BACKUP_FILES_TIMEOUT, end));
        return RecoveryPointSummary.of(
                recoveryPointFinder.atCapture(snapshot, catalog, listed.apply(end), MAX_POINTS, end));
    }

    private static Deadline within(Duration timeout, Deadline deadline) {
        return deadline.left().compareTo(timeout) > 0 ? Deadline.in(timeout) : deadline;
    }

    /**
     * A search for recovery points that is in progress.
     *
     * @param look the search
     * @param end the deadline for its result
     */
    record PendingRecoveryPoints(
            ParallelExecutor parallel, CompletableFuture<RecoveryPointSummary> look, Deadline end) {

        /** Waits for the result. Never fails. */
        RecoveryPointSummary await() {
            try {
                return parallel.await(look, end);
            } catch (ServiceException e) {
                return RecoveryPointSummary.unknown(
                        e.code() == ErrorCode.DEADLINE_PASSED
                                ? "The search for recovery points timed out."
                                : e.getMessage());
            } catch (RuntimeException e) {
                Log.error("The search for recovery points failed", e);
                return RecoveryPointSummary.unknown(
                        "The search for recovery points failed. See the log of the service.");
            }
        }
    }
}
