package org.apicdr.capture;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.apicdr.backup.BackupCatalogService;
import org.apicdr.bundle.StoredBundle;
import org.apicdr.core.Deadline;
import org.apicdr.core.ParallelExecutor;
import org.apicdr.recovery.point.RecoveryPointFinder;
import org.apicdr.subsystem.SubsystemSnapshot;

/** Finds the recovery points for RECOVERY.md beside a capture, which neither fails nor waits long for them. */
@ApplicationScoped
class RecoveryPointLookup {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** A server of backups that does not answer must leave time for the bundles. */
    private static final Duration PATIENCE_WITH_FILES = Duration.ofSeconds(3);

    private static final int MOST_POINTS = 100;

    private final BackupCatalogService backupCatalogService;
    private final RecoveryPointFinder points;
    private final ParallelExecutor parallelExecutor;

    RecoveryPointLookup(
            BackupCatalogService backupCatalogService, RecoveryPointFinder points, ParallelExecutor parallelExecutor) {
        this.backupCatalogService = backupCatalogService;
        this.points = points;
        this.parallelExecutor = parallelExecutor;
    }

    /**
     * Begins to look.
     *
     * @param listed waits for the bundles that the store holds, newest first, until an end
     */
    PendingRecoveryPoints start(
            SubsystemSnapshot snapshot, Function<Deadline, List<StoredBundle>> listed, Deadline deadline) {
        var end = within(PATIENCE, deadline);
        return new PendingRecoveryPoints(
                parallelExecutor, parallelExecutor.start(() -> look(snapshot, listed, end)), end);
    }

    private RecoveryPointSummary look(
            SubsystemSnapshot snapshot, Function<Deadline, List<StoredBundle>> listed, Deadline end) {
        var catalog = backupCatalogService.catalog(snapshot, false, within(PATIENCE_WITH_FILES, end));
        return RecoveryPointSummary.of(points.atCapture(snapshot, catalog, listed.apply(end), MOST_POINTS, end));
    }

    private static Deadline within(Duration patience, Deadline deadline) {
        return deadline.left().compareTo(patience) > 0 ? Deadline.in(patience) : deadline;
    }
}
