package org.apicdr.capture;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.apicdr.backup.Backups;
import org.apicdr.bundle.StoredBundle;
import org.apicdr.recoverypoint.RecoveryPoints;
import org.apicdr.request.Deadline;
import org.apicdr.request.Parallel;
import org.apicdr.subsystem.SubsystemSnapshot;

/** Finds the recovery points for RECOVERY.md beside a capture, which neither fails nor waits long for them. */
@ApplicationScoped
class Outlooks {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** A server of backups that does not answer must leave time for the bundles. */
    private static final Duration PATIENCE_WITH_FILES = Duration.ofSeconds(3);

    private static final int MOST_POINTS = 100;

    private final Backups backups;
    private final RecoveryPoints points;
    private final Parallel parallel;

    Outlooks(Backups backups, RecoveryPoints points, Parallel parallel) {
        this.backups = backups;
        this.points = points;
        this.parallel = parallel;
    }

    /**
     * Begins to look.
     *
     * @param listed waits for the bundles that the store holds, newest first, until an end
     */
    PendingOutlook start(SubsystemSnapshot snapshot, Function<Deadline, List<StoredBundle>> listed, Deadline deadline) {
        var end = within(PATIENCE, deadline);
        return new PendingOutlook(parallel, parallel.start(() -> look(snapshot, listed, end)), end);
    }

    private RecoveryOutlook look(
            SubsystemSnapshot snapshot, Function<Deadline, List<StoredBundle>> listed, Deadline end) {
        var catalog = backups.catalog(snapshot, false, within(PATIENCE_WITH_FILES, end));
        return RecoveryOutlook.of(points.atCapture(snapshot, catalog, listed.apply(end), MOST_POINTS, end));
    }

    private static Deadline within(Duration patience, Deadline deadline) {
        return deadline.left().compareTo(patience) > 0 ? Deadline.in(patience) : deadline;
    }
}
