package org.apicdr.recoverypoint;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apicdr.backup.Backups;
import org.apicdr.problem.Reason;
import org.apicdr.problem.RecoveryException;
import org.apicdr.request.Deadline;
import org.apicdr.subsystem.SubsystemQuery;
import org.apicdr.subsystem.Subsystems;

/** Looks at a subsystem, its backups and its bundles, and tells what it could be recovered to. */
@ApplicationScoped
class PointSearch {

    private static final Set<Reason> SUBSYSTEM_LOST =
            EnumSet.of(Reason.CLUSTER_UNAVAILABLE, Reason.SUBSYSTEM_NOT_FOUND);

    private final Subsystems subsystems;
    private final Backups backups;
    private final RecoveryPoints points;

    PointSearch(Subsystems subsystems, Backups backups, RecoveryPoints points) {
        this.subsystems = subsystems;
        this.backups = backups;
        this.points = points;
    }

    /**
     * The recovery points of a subsystem, newest first.
     *
     * @throws RecoveryException what keeps the subsystem or the store from being read
     */
    List<RecoveryPoint> search(SubsystemQuery query, int limit, boolean fresh, Deadline deadline) {
        try {
            var live = subsystems.snapshot(subsystems.sight(query, deadline), deadline);
            return points.of(live, backups.catalog(live, fresh, deadline), limit, fresh, deadline);
        } catch (RecoveryException e) {
            throw SUBSYSTEM_LOST.contains(e.reason()) ? withWayOut(e) : e;
        }
    }

    /** On the worst day there is no subsystem to look at. */
    private static RecoveryException withWayOut(RecoveryException lost) {
        return new RecoveryException(
                lost.reason(),
                lost.getMessage()
                        + ". RECOVERY.md in the newest bundle names the recovery points that were known when it was captured",
                lost.evidence(),
                lost);
    }
}
