package org.apicdr.backuprun;

import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apicdr.problem.Reason;
import org.apicdr.problem.RecoveryException;
import org.apicdr.subsystem.Component;
import org.apicdr.subsystem.ResourceKind;

/** When no backup must be taken. */
final class Refusals {

    private Refusals() {}

    /**
     * Refuses where a backup would hang, or meet another one or a restore.
     *
     * @throws RecoveryException which says what stands in the way
     */
    static void check(Situation situation, Instant now) {
        internal(situation.subsystem().management());
        active(situation.subsystem().management());
        settled(situation);
        supported(situation);
        noBackup(situation, now);
        noRestore(situation);
    }

    /** An external database is backed up by those who run it. */
    private static void internal(Component management) {
        if (management.hasExternalDatabase()) {
            throw new RecoveryException(
                    Reason.DATABASE_BACKUPS_UNSUPPORTED,
                    "No backup was taken: the database of %s is external. Have those who run it take its backup."
                            .formatted(management.title()));
        }
    }

    /** Without the database there is nothing to pair the backups of portals with. */
    private static void active(Component management) {
        if (management.passive()) {
            throw new RecoveryException(
                    Reason.DATABASE_BACKUPS_UNSUPPORTED,
                    "No backup was taken: %s. Take the backups in the data centre of the active one."
                            .formatted(management.passiveRole()));
        }
    }

    private static void settled(Situation situation) {
        var unsettled = Stream.concat(Stream.of(situation.subsystem().management()), situation.activePortals().stream())
                .filter(component -> !component.settled())
                .map(Component::health)
                .collect(Collectors.joining("; "));
        if (!unsettled.isEmpty()) {
            throw new RecoveryException(
                    Reason.SUBSYSTEM_NOT_HEALTHY,
                    unsettled + ": a backup would hang; wait until the phase is Running and the state n/n");
        }
    }

    private static void supported(Situation situation) {
        if (situation.databaseBackup().isEmpty()) {
            throw new RecoveryException(
                    Reason.DATABASE_BACKUPS_UNSUPPORTED,
                    "the API server knows no backups of the database of %s: neither %s nor %s, as it takes"
                                    .formatted(
                                            situation.subsystem().ref(),
                                            ResourceKind.MANAGEMENT_BACKUP,
                                            ResourceKind.DATABASE_BACKUP)
                            + " API Connect's operator to have installed");
        }
        if (!situation.activePortals().isEmpty() && !situation.served(ResourceKind.PORTAL_BACKUP)) {
            throw new RecoveryException(
                    Reason.DATABASE_BACKUPS_UNSUPPORTED,
                    "%s has portals, and the API server does not know %s: its backups could not be paired"
                            .formatted(situation.subsystem().ref(), ResourceKind.PORTAL_BACKUP));
        }
    }

    private static void noBackup(Situation situation, Instant now) {
        situation.backups().stream()
                .filter(backup -> !backup.isRecord() && backup.state(now) == RunState.RUNNING)
                .findFirst()
                .ifPresent(backup -> {
                    throw new RecoveryException(
                            Reason.BACKUP_RUNNING,
                            "%s: wait until it has ended; after %d hours it counts no more"
                                    .formatted(backup.standing(), Undertaking.LIMIT.toHours()));
                });
    }

    private static void noRestore(Situation situation) {
        situation.restores().stream().filter(Undertaking::restores).findFirst().ifPresent(restore -> {
            throw new RecoveryException(
                    Reason.RESTORE_RUNNING,
                    "%s: wait until it has ended; delete it if it hangs".formatted(restore.standing()));
        });
    }
}
