package org.apicdr.backup.run;

import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apicdr.backup.run.ClusterBackupStateReader.ClusterBackupState;
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
                    "No backup was taken: the database of %s is external. Ask its administrators to back it up."
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
                    "No backup was taken: %s. A backup would hang. Wait until the phase is Running and the state is n/n."
                            .formatted(unsettled));
        }
    }

    private static void requireSupported(ClusterBackupState clusterBackupState) {
        if (clusterBackupState.databaseBackup().isEmpty()) {
            throw new ServiceException(
                    ErrorCode.DATABASE_BACKUPS_UNSUPPORTED,
                    "No backup was taken: the API server has no kind for backups of the database of %s, neither %s nor %s."
                                    .formatted(
                                            clusterBackupState.subsystem().ref(),
                                            ResourceKind.MANAGEMENT_BACKUP,
                                            ResourceKind.DATABASE_BACKUP)
                            + " Install API Connect's operator, which provides them.");
        }
        if (!clusterBackupState.activePortals().isEmpty() && !clusterBackupState.served(ResourceKind.PORTAL_BACKUP)) {
            throw new ServiceException(
                    ErrorCode.DATABASE_BACKUPS_UNSUPPORTED,
                    "No backup was taken: %s has portals, but the API server does not have %s, so the backups could not be paired."
                            .formatted(clusterBackupState.subsystem().ref(), ResourceKind.PORTAL_BACKUP));
        }
    }

    private static void requireNoRunningBackup(ClusterBackupState clusterBackupState, Instant now) {
        clusterBackupState.backups().stream()
                .filter(backup -> !backup.isRecord() && backup.state(now) == BackupRun.State.RUNNING)
                .findFirst()
                .ifPresent(backup -> {
                    throw new ServiceException(
                            ErrorCode.BACKUP_RUNNING,
                            "No backup was taken: %s. Wait until it has ended. It is ignored after %d hours."
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
                            "No backup was taken: %s. Wait until it has ended. Delete it if it is stuck."
                                    .formatted(restore.describeState()));
                });
    }
}
