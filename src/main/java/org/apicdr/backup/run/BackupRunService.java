package org.apicdr.backup.run;

import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apicdr.bundle.BundleId;
import org.apicdr.core.Deadline;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ErrorDetails;
import org.apicdr.core.ErrorDetails.Stored;
import org.apicdr.core.MdcFields;
import org.apicdr.core.ServiceException;
import org.apicdr.subsystem.Subsystem;
import org.apicdr.subsystem.SubsystemComponent;
import org.apicdr.subsystem.SubsystemQuery;
import org.apicdr.subsystem.SubsystemRef;
import org.apicdr.subsystem.SubsystemService;

/**
 * Takes the backups of a subsystem together. Nothing of a run is kept here: what is known of it afterwards, its resources
 * say.
 */
@ApplicationScoped
public class BackupRunService {

    private static final SecureRandom RANDOM = new SecureRandom();

    private static final String SWITCHED_OFF =
            "this service takes no backups: set apic-dr.database-backups.enabled=true and let its account make them, as"
                    + " the overlay database-backups does";

    private final BackupRunConfig config;
    private final SubsystemService subsystemService;
    private final ClusterBackupStateReader clusterBackupStateReader;
    private final BundleCapture capture;
    private final BackupCreator creation;
    private final RunSlots slots;
    private final Clock clock;

    BackupRunService(
            BackupRunConfig config,
            SubsystemService subsystemService,
            ClusterBackupStateReader clusterBackupStateReader,
            BundleCapture capture,
            BackupCreator creation,
            RunSlots slots,
            Clock clock) {
        this.config = config;
        this.subsystemService = subsystemService;
        this.clusterBackupStateReader = clusterBackupStateReader;
        this.capture = capture;
        this.creation = creation;
        this.slots = slots;
        this.clock = clock;
    }

    /**
     * Captures a bundle, then asks for a backup of the database and one of each active portal at the same moment.
     *
     * @throws ServiceException where that must not or cannot be; no backup was made and nothing stored then, unless
     *     message and evidence say otherwise
     */
    public BackupRun take(BackupRunCommand call, Deadline deadline) {
        try {
            if (!config.enabled()) {
                throw new ServiceException(ErrorCode.DATABASE_BACKUPS_DISABLED, SWITCHED_OFF);
            }
            var subsystem = subsystemService.find(call.subsystem(), deadline);
            return slots.alone(subsystem.ref(), () -> take(subsystem, call, deadline));
        } catch (ServiceException e) {
            throw e.notStored();
        }
    }

    /** The run as it stands now. */
    public BackupRun get(SubsystemQuery query, BackupRunId id, Deadline deadline) {
        var subsystem = subsystemService.find(query, deadline);
        var found = clusterBackupStateReader.backups(subsystem, deadline).backups().stream()
                .filter(backup -> backup.isOf(id))
                .toList();
        if (found.isEmpty()) {
            throw new ServiceException(
                    ErrorCode.BACKUP_RUN_NOT_FOUND,
                    "no backup of %s belongs to a run %s: it never began, or its resources have been deleted"
                            .formatted(subsystem.ref(), id));
        }
        return BackupRun.of(id, subsystem.ref(), found, clock.instant());
    }

    private BackupRun take(Subsystem subsystem, BackupRunCommand call, Deadline deadline) {
        var run = BackupRunId.of(clock.instant(), RANDOM.nextInt());
        var mark = new BackupRunLabels(run, call.order().reason(), null);
        creation.dryRun(BackupPlan.of(checked(subsystem, deadline), mark), deadline);
        var bundle = capture.capture(subsystem.ref(), call.order().reason(), call.requestedBy(), deadline);
        try {
            return begin(subsystem.ref(), mark.with(bundle), deadline);
        } catch (ServiceException e) {
            throw afterCapture(e, bundle);
        }
    }

    /** The capture took its time: whatever would have been refused before it is refused still. */
    private BackupRun begin(SubsystemRef ref, BackupRunLabels mark, Deadline deadline) {
        var query = new SubsystemQuery(ref.namespace(), ref.cluster());
        var clusterBackupState = checked(subsystemService.find(query, deadline), deadline);
        var where = BackupRun.path(mark.run(), ref);
        var made = creation.make(BackupPlan.of(clusterBackupState, mark), where, deadline);
        log(mark, made, clusterBackupState.passivePortals());
        return BackupRun.of(mark.run(), ref, made, clock.instant());
    }

    private ClusterBackupState checked(Subsystem subsystem, Deadline deadline) {
        var clusterBackupState = clusterBackupStateReader.all(subsystem, deadline);
        BackupPreconditions.check(clusterBackupState, clock.instant());
        return clusterBackupState;
    }

    private static ServiceException afterCapture(ServiceException e, BundleId bundle) {
        var errorDetails = e.evidence();
        return new ServiceException(
                e.reason(),
                "%s; bundle %s had been captured before".formatted(e.getMessage(), bundle),
                new ErrorDetails(errorDetails.missing(), errorDetails.candidates(), Stored.YES, errorDetails.report()),
                e);
    }

    private static void log(
            BackupRunLabels mark, List<BackupOrRestoreResource> made, List<SubsystemComponent> leftOut) {
        leftOut.forEach(portal -> Log.infof(
                "Backup run %s leaves out a portal: %s. It is backed up in the data centre of the active one.",
                mark.run(), portal.passiveRole()));
        var backups = made.stream().map(BackupOrRestoreResource::toString).collect(Collectors.joining(", "));
        MdcFields.with(
                Map.of("backupRun", mark.run(), "bundleId", String.valueOf(mark.bundle())),
                () -> Log.infof("backup run %s: asked for %s, with bundle %s", mark.run(), backups, mark.bundle()));
    }
}
