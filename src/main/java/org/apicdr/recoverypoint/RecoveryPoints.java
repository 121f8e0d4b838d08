package org.apicdr.recoverypoint;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.apicdr.backup.BackupCatalog;
import org.apicdr.request.Deadline;
import org.apicdr.subsystem.SubsystemSnapshot;

/** The points in time that a subsystem could be recovered to. */
@ApplicationScoped
public class RecoveryPoints {

    /**
     * The points of the newest restorable database backups, newest first.
     *
     * @param limit how many at most
     * @param fresh whether bundles are read whatever is remembered of them
     * @throws org.apicdr.problem.RecoveryException {@code STORE_UNAVAILABLE}
     */
    public List<RecoveryPoint> of(
            SubsystemSnapshot live, BackupCatalog catalog, int limit, boolean fresh, Deadline deadline) {
        return List.of();
    }
}
