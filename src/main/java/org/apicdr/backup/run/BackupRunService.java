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
import org.apicdr.core.Sentences;
import org.apicdr.core.ServiceException;
import org.apicdr.subsystem.Subsystem;
import org.apicdr.subsystem.SubsystemComponent;
import org.apicdr.subsystem.SubsystemQuery;
import org.apicdr.subsystem.SubsystemRef;
import org.apicdr.subsystem.SubsystemService;

/**
 * Takes the backups of a subsystem together. The service keeps no state of a run; the custom resources hold it.
 */
@ApplicationScoped
public class BackupRunService {

    private static final SecureRandom RANDOM = new SecureRandom();

    private static final String SWITCHED_OFF =
            "No backup was taken: backup runs are disabled. Set apic-dr.database-backups.enabled=true and let the service"
                    + " account create backups, as the overlay database-backups does.";

    private final BackupRunConfig config;
    private final SubsystemService subsystemService;
    private final ClusterBackupStateReader clusterBackupStateReader;
    private final BundleCapture capture;
    private final BackupCreator creator;
    private final BackupRunLock slots;
    private final Clock clock;

    BackupRunService(
            BackupRunConfig config,
            SubsystemService subsystemService,
            ClusterBackupStateReader clusterBackupStateReader,
            BundleCapture capture,
            BackupCreator creator,
            BackupRunLock slots,
            Clock clock) {
        this.config = config;
        this.subsystemService = subsystemService;
        this.clusterBackupStateReader = clusterBackupStateReader;
        this.capture = capture;
        this.creator = creator;
        this.slots = slots;
        this.clock = clock;
    }

    /**
     * Captures a bundle, then requests a backup of the database and of each active portal concurrently.
     *
     * @throws ServiceException if the run is not allowed or not possible; no backup was created and nothing was stored,
     *     unless the message and the error details state otherwise
     */
    public BackupRun take(BackupRunCommand command, Deadline deadline) {
        try {
            if (!config.enabled()) {
                throw new ServiceException(ErrorCode.DATABASE_BACKUPS_DISABLED, SWITCHED_OFF);
            }
            var subsystem = subsystemService.find(command.subsystem(), deadline);
            return slots.runExclusively(subsystem.ref(), () -> take(subsystem, command, deadline));
        } catch (ServiceException e) {
            throw e.notStored();
        }
    }

    /** Returns the current state of a run. */
    public BackupRun get(SubsystemQuery query, BackupRunId id, Deadline deadline) {
        var subsystem = subsystemService.find(query, deadline);
        var found = clusterBackupStateReader.backups(subsystem, deadline).backups().stream()
                .filter(backup -> backup.isOf(id))
                .toList();
        if (found.isEmpty()) {
            throw new ServiceException(
                    ErrorCode.BACKUP_RUN_NOT_FOUND,
                    "No backup of %s belongs to a run %s: the run was never started, or its resources have been deleted."
                            .formatted(subsystem.ref(), id));
        }
        return BackupRun.of(id, subsystem.ref(), found, clock.instant());
    }

    private BackupRun take(Subsystem subsystem, BackupRunCommand command, Deadline deadline) {
        var run = BackupRunId.of(clock.instant(), RANDOM.nextInt());
        var runLabels = new BackupRunLabels(run, command.request().reason(), null);
        creator.dryRun(BackupPlan.of(requireReady(subsystem, deadline), runLabels), deadline);
        var bundle = capture.capture(subsystem.ref(), command.request().reason(), command.requestedBy(), deadline);
        try {
            return begin(subsystem.ref(), runLabels.with(bundle), deadline);
        } catch (ServiceException e) {
            throw afterCapture(e, bundle);
        }
    }

    /** Checks the preconditions again, because they may have changed during the capture. */
    private BackupRun begin(SubsystemRef ref, BackupRunLabels runLabels, Deadline deadline) {
        var query = new SubsystemQuery(ref.namespace(), ref.cluster());
        var clusterBackupState = requireReady(subsystemService.find(query, deadline), deadline);
        var runPath = BackupRun.path(runLabels.run(), ref);
        var made = creator.make(BackupPlan.of(clusterBackupState, runLabels), runPath, deadline);
        log(runLabels, made, clusterBackupState.passivePortals());
        return BackupRun.of(runLabels.run(), ref, made, clock.instant());
    }

    private ClusterBackupState requireReady(Subsystem subsystem, Deadline deadline) {
        var clusterBackupState = clusterBackupStateReader.all(subsystem, deadline);
        BackupPreconditions.check(clusterBackupState, clock.instant());
        return clusterBackupState;
    }

    private static ServiceException afterCapture(ServiceException e, BundleId bundle) {
        var errorDetails = e.details();
        return new ServiceException(
                e.code(),
                "%s Bundle %s was captured before.".formatted(Sentences.closed(String.valueOf(e.getMessage())), bundle),
                new ErrorDetails(errorDetails.missing(), errorDetails.candidates(), Stored.YES, errorDetails.report()),
                e);
    }

    private static void log(
            BackupRunLabels runLabels, List<BackupOrRestoreResource> made, List<SubsystemComponent> leftOut) {
        leftOut.forEach(portal -> Log.infof(
                "Backup run %s leaves out a portal: %s. It is backed up in the data centre of the active one.",
                runLabels.run(), portal.passiveRole()));
        var backups = made.stream().map(BackupOrRestoreResource::toString).collect(Collectors.joining(", "));
        MdcFields.with(
                Map.of("backupRun", runLabels.run(), "bundleId", String.valueOf(runLabels.bundle())),
                () -> Log.infof(
                        "Backup run %s requested %s, with bundle %s", runLabels.run(), backups, runLabels.bundle()));
    }
}
