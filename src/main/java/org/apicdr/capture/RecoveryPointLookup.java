package org.apicdr.capture;

import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apicdr.backup.BackupCatalogService;
import org.apicdr.bundle.StoredBundle;
import org.apicdr.core.Deadline;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ParallelExecutor;
import org.apicdr.core.Result;
import org.apicdr.core.ServiceException;
import org.apicdr.recovery.point.RecoveryPointDrafts;
import org.apicdr.recovery.point.RecoveryPointFinder;
import org.apicdr.subsystem.SubsystemSnapshot;

/** Looks up recovery points for RECOVERY.md in the background. A failure or timeout never fails the capture. */
@ApplicationScoped
class RecoveryPointLookup {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    /** Shorter than the whole timeout, so that an unresponsive backup server leaves time to read the bundles. */
    private static final Duration BACKUP_FILES_TIMEOUT = Duration.ofSeconds(3);

    private static final int MAX_POINTS = 100;

    private static final String TIMED_OUT = "The search for recovery points timed out.";

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
     * Starts the search. The future never fails: after a failure or a timeout, its result has the reason as a sentence.
     *
     * @param listed returns the bundles on the store, newest first, and waits for them until a deadline
     */
    CompletableFuture<Result<RecoveryPointDrafts>> start(
            SubsystemSnapshot snapshot, Function<Deadline, List<StoredBundle>> listed, Deadline deadline) {
        var end = within(TIMEOUT, deadline);
        return start(parallelExecutor, () -> find(snapshot, listed, end), end);
    }

    static <T> CompletableFuture<Result<T>> start(ParallelExecutor parallelExecutor, Supplier<T> search, Deadline end) {
        return parallelExecutor
                .start(() -> resultOf(search))
                .completeOnTimeout(Result.unavailable(TIMED_OUT), end.left().toNanos(), TimeUnit.NANOSECONDS);
    }

    private RecoveryPointDrafts find(
            SubsystemSnapshot snapshot, Function<Deadline, List<StoredBundle>> listed, Deadline end) {
        var catalog = backupCatalogService.catalog(snapshot, false, within(BACKUP_FILES_TIMEOUT, end));
        return recoveryPointFinder.atCapture(snapshot, catalog, listed.apply(end), MAX_POINTS, end);
    }

    private static <T> Result<T> resultOf(Supplier<T> search) {
        try {
            return Result.of(search.get());
        } catch (ServiceException e) {
            return Result.unavailable(e.code() == ErrorCode.DEADLINE_PASSED ? TIMED_OUT : e.getMessage());
        } catch (RuntimeException | Error e) {
            Log.error("The search for recovery points failed", e);
            return Result.unavailable("The search for recovery points failed. See the log of the service.");
        }
    }

    private static Deadline within(Duration timeout, Deadline deadline) {
        return deadline.left().compareTo(timeout) > 0 ? Deadline.in(timeout) : deadline;
    }
}
