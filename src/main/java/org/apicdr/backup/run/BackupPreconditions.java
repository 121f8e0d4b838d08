package org.apicdr.backup.run;

import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ServiceException;
import org.apicdr.subsystem.ResourceKind;
import org.apicdr.subsystem.SubsystemComponent;

/** Preconditions of a backup run. */
final class BackupPreconditions {

    private BackupPreconditions() {}

    /**
     * Rejects a run whose backups would hang or run at the same time as another backup or a restore.
     *
     * @throws ServiceException which states the failed precondition
     */
    static void check(ClusterBackupState clusterBackupState, Instant now) {
        requireInternalDatabase(clusterBackupState.subsystem().management());
        requireActive(clusterBackupState.subsystem().management());
        requireSettled(clusterBackupState);
        requireSupported(clusterBackupState);
        requireNoRunningBackup(clusterBackupState, now);
        requireNoRunningRestore(clusterBackupState);
    }

    /** An external database is backed up by its own administrators. */
    private static void requireInternalDatabase(SubsystemComponent management) {
        if (management.hasExternalDatabase()) {
            throw new ServiceException(
                    ErrorCode.DATABASE_BACKUPS_UNSUPPORTED,
                    "No backup was taken: the database of %s is external. Have those who run it take its backup."
                            .formatted(management.title()));
        }
    }

    /** Portal backups are useless without a matching database backup. */
    private static void requireActive(SubsystemComponent management) {
        if (management.passive()) {
            throw new ServiceException(
                    ErrorCode.DATABASE_BACKUPS_UNSUPPORTED,
                    "No backup was taken: %s. Take the backups in the data centre of the active one."
                            .formatted(management.passiveRole()));
        }
    }

    private static void requireSettled(ClusterBackupState clusterBackupState) {
        var unsettled = Stream.concat(
                        Stream.of(clusterBackupState.subsystem().management()),
                        clusterBackupState.activePortals().stream())
                .filter(subsystemComponent -> !subsystemComponent.settled())
                .map(SubsystemComponent::health)
                .collect(Collectors.joining("; "));
        if (!unsettled.isEmpty()) {
            throw new ServiceException(
                    ErrorCode.SUBSYSTEM_NOT_HEALTHY,
                    unsettled + ": a backup would hang; wait until the phase is Running and the state n/n");
        }
    }

    private static void requireSupported(ClusterBackupState clusterBackupState) {
        if (clusterBackupState.databaseBackup().isEmpty()) {
            throw new ServiceException(
                    ErrorCode.DATABASE_BACKUPS_UNSUPPORTED,
                    "the API server knows no backups of the database of %s: neither %s nor %s, as it takes"
                                    .formatted(
                                            clusterBackupState.subsystem().ref(),
                                            ResourceKind.MANAGEMENT_BACKUP,
                                            ResourceKind.DATABASE_BACKUP)
                            + " API Connect's operator to have installed");
        }
        if (!clusterBackupState.activePortals().isEmpty() && !clusterBackupState.served(ResourceKind.PORTAL_BACKUP)) {
            throw new ServiceException(
                    ErrorCode.DATABASE_BACKUPS_UNSUPPORTED,
                    "%s has portals, and the API server does not know %s: its backups could not be paired"
                            .formatted(clusterBackupState.subsystem().ref(), ResourceKind.PORTAL_BACKUP));
        }
    }

    private static void requireNoRunningBackup(ClusterBackupState clusterBackupState, Instant now) {
        clusterBackupState.backups().stream()
                .filter(backup -> !backup.isRecord() && backup.state(now) == BackupRunState.RUNNING)
                .findFirst()
                .ifPresent(backup -> {
                    throw new ServiceException(
                            ErrorCode.BACKUP_RUNNING,
                            "%s: wait until it has ended; after %d hours it counts no more"
                                    .formatted(backup.describeState(), BackupOrRestoreResource.LIMIT.toHours()));
                });
    }

    private static void requireNoRunningRestore(ClusterBackupState clusterBackupState) {
        clusterBackupState.restores().stream()
                .filter(BackupOrRestoreResource::isRestoring)
                .findFirst()
                .ifPresent(restore -> {
                    throw new ServiceException(
                            ErrorCode.RESTORE_RUNNING,
                            "%s: wait until it has ended; delete it if it hangs".formatted(restore.describeState()));
                });
    }
}
