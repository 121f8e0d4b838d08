package org.apicdr.recovery;

import static org.apicdr.recovery.CheckId.BACKUPS_PAIRED;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apicdr.backup.BackupCatalog;
import org.apicdr.backup.DatabaseBackup;
import org.apicdr.backup.PortalBackup;
import org.apicdr.core.DurationFormat;
import org.apicdr.recovery.point.PairedPortalBackup;
import org.apicdr.subsystem.SubsystemComponent;

/** Whether the newest database backup and the portals' were taken together, and will be the next time. */
@ApplicationScoped
class PairingCheck {

    private static final String REMEDY = "schedule both for the same minute, or take both at once: a portal restored to"
            + " another time than the database has sites that do not fit";

    private final BackupAgePolicy backupAgePolicy;

    PairingCheck(BackupAgePolicy backupAgePolicy) {
        this.backupAgePolicy = backupAgePolicy;
    }

    /** Compares the backups of the database with those of each of these portals, none of which is passive. */
    RecoverabilityCheck check(
            RecoverabilityInputs recoverabilityInputs,
            SubsystemComponent management,
            List<SubsystemComponent> portals,
            BackupCatalog catalog) {
        var standby = PassiveSite.reason(management);
        if (standby.isPresent()) {
            return RecoverabilityCheck.skipped(BACKUPS_PAIRED, standby.get());
        }
        var newest =
                catalog.database().stream().filter(DatabaseBackup::restorable).findFirst();
        if (newest.isEmpty()) {
            return RecoverabilityCheck.skipped(
                    BACKUPS_PAIRED, "there is no database backup to pair, see database-backup-usable");
        }
        var checks = new ArrayList<RecoverabilityCheck>();
        for (var portal : portals) {
            checks.add(pair(newest.get(), catalog.ofPortal(portal.namespace(), portal.name())));
            checks.add(schedules(recoverabilityInputs, management, portal));
        }
        return CheckAggregator.of(checks);
    }

    private RecoverabilityCheck pair(DatabaseBackup database, List<PortalBackup> portal) {
        return PairedPortalBackup.nearest(database, portal)
                .map(nearest -> judge(database, nearest))
                .orElseGet(() -> RecoverabilityCheck.skipped(
                        BACKUPS_PAIRED, "there is no portal backup to pair, see portal-backup-usable"));
    }

    /** By a zone that is not known, nothing fails. */
    private RecoverabilityCheck judge(DatabaseBackup database, PairedPortalBackup nearest) {
        var portal = nearest.backup();
        boolean certain = database.taken().certain() && portal.taken().certain();
        var words = "%s and %s of %s were begun %s apart%s"
                .formatted(
                        database.id(),
                        portal.id(),
                        portal.of(),
                        DurationFormat.words(nearest.gap()),
                        certain ? "" : ", by times whose zone is not known");
        if (certain && nearest.gap().compareTo(backupAgePolicy.pairFail()) > 0) {
            return RecoverabilityCheck.fail(BACKUPS_PAIRED, words, REMEDY);
        }
        return nearest.leastGap().compareTo(backupAgePolicy.pairWarn()) > 0
                ? RecoverabilityCheck.warn(BACKUPS_PAIRED, words, REMEDY)
                : RecoverabilityCheck.pass(BACKUPS_PAIRED, words);
    }

    private RecoverabilityCheck schedules(
            RecoverabilityInputs recoverabilityInputs, SubsystemComponent management, SubsystemComponent portal) {
        return BackupScheduleCheck.apart(management, portal, recoverabilityInputs.at())
                .filter(apart -> apart.compareTo(backupAgePolicy.pairWarn()) > 0)
                .map(apart -> RecoverabilityCheck.warn(BACKUPS_PAIRED, scheduledApart(apart, portal), REMEDY))
                .orElseGet(() -> RecoverabilityCheck.skipped(
                        BACKUPS_PAIRED, "the schedules are near each other, or are not both set"));
    }

    private static String scheduledApart(Duration apart, SubsystemComponent portal) {
        return "the schedules of the database and of %s are %s apart"
                .formatted(BackupSettings.name(portal), DurationFormat.words(apart));
    }
}
