package org.apicdr.recovery.point;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apicdr.backup.BackupCatalogService;
import org.apicdr.core.Deadline;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.Sentences;
import org.apicdr.core.ServiceException;
import org.apicdr.subsystem.SubsystemQuery;
import org.apicdr.subsystem.SubsystemService;

/** Lists the recovery points of a live subsystem. */
@ApplicationScoped
public class RecoveryPointService {

    private static final Set<ErrorCode> SUBSYSTEM_LOST =
            EnumSet.of(ErrorCode.CLUSTER_UNAVAILABLE, ErrorCode.SUBSYSTEM_NOT_FOUND);

    private final SubsystemService subsystemService;
    private final BackupCatalogService backupCatalogService;
    private final RecoveryPointFinder recoveryPointFinder;

    RecoveryPointService(
            SubsystemService subsystemService,
            BackupCatalogService backupCatalogService,
            RecoveryPointFinder recoveryPointFinder) {
        this.subsystemService = subsystemService;
        this.backupCatalogService = backupCatalogService;
        this.recoveryPointFinder = recoveryPointFinder;
    }

    /**
     * Returns the recovery points of a subsystem, newest first.
     *
     * @throws ServiceException if the subsystem or the store cannot be read
     */
    public List<RecoveryPoint> search(SubsystemQuery query, int limit, boolean fresh, Deadline deadline) {
        try {
            var live = subsystemService.snapshot(subsystemService.locate(query, deadline), deadline);
            return recoveryPointFinder.find(
                    live, backupCatalogService.catalog(live, fresh, deadline), limit, fresh, deadline);
        } catch (ServiceException e) {
            throw SUBSYSTEM_LOST.contains(e.code()) ? withRecoveryGuideHint(e) : e;
        }
    }

    /** Adds a hint that remains useful after the cluster or the subsystem is lost. */
    private static ServiceException withRecoveryGuideHint(ServiceException lost) {
        var message = String.valueOf(lost.getMessage());
        return new ServiceException(
                lost.code(),
                Sentences.closed(message)
                        + " RECOVERY.md in the newest bundle names the recovery points that were known"
                        + " when it was captured.",
                lost.details(),
                lost);
    }
}
