package org.apicdr.backup.run;

import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ServiceException;
import org.apicdr.subsystem.ResourceKind;
import org.apicdr.subsystem.SubsystemComponent;

/** When no backup must be taken. */
final class BackupPreconditions {

    private BackupPreconditions() {}

    /**
     * Refuses where a backup would hang, or meet another one or a restore.
     *
     * @throws ServiceException which says what stands in the way
     */
    static void check(ClusterBackupState clusterBackupState, Instant now) {
        internal(clusterBackupState.subsystem().management());
        active(clusterBackupState.subsystem().management());
        settled(clusterBackupState);
        supported(clusterBackupState);
        noBackup(clusterBackupState, now);
        noRestore(clusterBackupState);
    }

    /** An external database is backed up by those who run it. */
    private static void internal(SubsystemComponent management) {
        if (management.hasExternalDatabase()) {
            throw new ServiceException(
                    ErrorCode.DATABASE_BACKUPS_UNSUPPORTED,
                    "No backup was taken: the database of %s is external. Have those who run it take its backup."
                            .formatted(management.title()));
        }
    }

    /** Without the database there is nothing to pair the backups of portals with. */
    private static void active(SubsystemComponent management) {
        if (management.passive()) {
            throw new ServiceException(
                    ErrorCode.DATABASE_BACKUPS_UNSUPPORTED,
                    "No backup was taken: %s. Take the backups in the data centre of the active one."
                            .formatted(management.passiveRole()));
        }
    }

    private static void settled(ClusterBackupState clusterBackupState) {
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

    private static void supported(ClusterBackupState clusterBackupState) {
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

    private static void noBackup(ClusterBackupState clusterBackupState, Instant now) {
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

    private static void noRestore(ClusterBackupState clusterBackupState) {
        clusterBackupState.restores().stream()
                .filter(BackupOrRestoreResource::restores)
                .findFirst()
                .ifPresent(restore -> {
                    throw new ServiceException(
                            ErrorCode.RESTORE_RUNNING,
                            "%s: wait until it has ended; delete it if it hangs".formatted(restore.describeState()));
                });
    }
}
