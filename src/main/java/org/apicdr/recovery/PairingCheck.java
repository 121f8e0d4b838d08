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

/** Checks that the newest database and portal backups were taken together, and that the next ones are due together. */
@ApplicationScoped
class PairingCheck {

    private static final String REMEDY = "Schedule both for the same minute, or take both at once. If a portal is"
            + " restored to another time than the database, its sites do not match.";

    private final BackupAgePolicy backupAgePolicy;

    PairingCheck(BackupAgePolicy backupAgePolicy) {
        this.backupAgePolicy = backupAgePolicy;
    }

    /** Compares the database backups with those of each portal; none of the portals may be passive. */
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
                    BACKUPS_PAIRED, "There is no database backup to pair. See database-backup-usable.");
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
                .map(nearest -> compare(database, nearest))
                .orElseGet(() -> RecoverabilityCheck.skipped(
                        BACKUPS_PAIRED, "There is no portal backup to pair. See portal-backup-usable."));
    }

    /** Never fails if a time zone is unknown. */
    private RecoverabilityCheck compare(DatabaseBackup database, PairedPortalBackup nearest) {
        var portal = nearest.backup();
        boolean certain = database.taken().certain() && portal.taken().certain();
        var detail = "%s and %s of %s were started %s apart%s."
                .formatted(
                        database.id(),
                        portal.id(),
                        portal.of(),
                        DurationFormat.format(nearest.gap()),
                        certain ? "" : ", by times whose time zone is unknown");
        if (certain && nearest.gap().compareTo(backupAgePolicy.pairFail()) > 0) {
            return RecoverabilityCheck.fail(BACKUPS_PAIRED, detail, REMEDY);
        }
        return nearest.leastGap().compareTo(backupAgePolicy.pairWarn()) > 0
                ? RecoverabilityCheck.warn(BACKUPS_PAIRED, detail, REMEDY)
                : RecoverabilityCheck.pass(BACKUPS_PAIRED, detail);
    }

    private RecoverabilityCheck schedules(
            RecoverabilityInputs recoverabilityInputs, SubsystemComponent management, SubsystemComponent portal) {
        return BackupScheduleCheck.gapBetween(management, portal, recoverabilityInputs.at())
                .filter(gap -> gap.compareTo(backupAgePolicy.pairWarn()) > 0)
                .map(gap -> RecoverabilityCheck.warn(BACKUPS_PAIRED, scheduledApart(gap, portal), REMEDY))
                .orElseGet(() -> RecoverabilityCheck.skipped(
                        BACKUPS_PAIRED, "The schedules are close together, or are not both set."));
    }

    private static String scheduledApart(Duration gap, SubsystemComponent portal) {
        return "The schedules of the database and of %s are %s apart."
                .formatted(BackupSettings.name(portal), DurationFormat.format(gap));
    }
}
