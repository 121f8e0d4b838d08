package org.apicdr.recoverability;

import static org.apicdr.recoverability.CheckId.BACKUPS_PAIRED;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apicdr.backup.BackupCatalog;
import org.apicdr.backup.DatabaseBackup;
import org.apicdr.backup.PortalBackup;
import org.apicdr.recoverypoint.PortalMate;
import org.apicdr.recoverypoint.Spans;
import org.apicdr.subsystem.Component;

/** Whether the newest database backup and the portals' were taken together, and will be the next time. */
@ApplicationScoped
class PairingCheck {

    private static final String REMEDY = "schedule both for the same minute, or take both at once: a portal restored to"
            + " another time than the database has sites that do not fit";

    private final Limits limits;

    PairingCheck(Limits limits) {
        this.limits = limits;
    }

    /** Compares the backups of the database with those of each of these portals, none of which is passive. */
    Check check(Survey survey, Component management, List<Component> portals, BackupCatalog catalog) {
        var standby = Standby.reason(management);
        if (standby.isPresent()) {
            return Check.skipped(BACKUPS_PAIRED, standby.get());
        }
        var newest =
                catalog.database().stream().filter(DatabaseBackup::restorable).findFirst();
        if (newest.isEmpty()) {
            return Check.skipped(BACKUPS_PAIRED, "there is no database backup to pair, see database-backup-usable");
        }
        var checks = new ArrayList<Check>();
        for (var portal : portals) {
            checks.add(pair(newest.get(), catalog.ofPortal(portal.namespace(), portal.name())));
            checks.add(schedules(survey, management, portal));
        }
        return Worst.of(checks);
    }

    private Check pair(DatabaseBackup database, List<PortalBackup> portal) {
        return PortalMate.nearest(database, portal)
                .map(nearest -> judge(database, nearest))
                .orElseGet(() ->
                        Check.skipped(BACKUPS_PAIRED, "there is no portal backup to pair, see portal-backup-usable"));
    }

    /** By a zone that is not known, nothing fails. */
    private Check judge(DatabaseBackup database, PortalMate nearest) {
        var portal = nearest.backup();
        boolean certain = database.taken().certain() && portal.taken().certain();
        var words = "%s and %s of %s were begun %s apart%s"
                .formatted(
                        database.id(),
                        portal.id(),
                        portal.of(),
                        Spans.words(nearest.gap()),
                        certain ? "" : ", by times whose zone is not known");
        if (certain && nearest.gap().compareTo(limits.pairFail()) > 0) {
            return Check.fail(BACKUPS_PAIRED, words, REMEDY);
        }
        return nearest.leastGap().compareTo(limits.pairWarn()) > 0
                ? Check.warn(BACKUPS_PAIRED, words, REMEDY)
                : Check.pass(BACKUPS_PAIRED, words);
    }

    private Check schedules(Survey survey, Component management, Component portal) {
        return Schedules.apart(management, portal, survey.at())
                .filter(apart -> apart.compareTo(limits.pairWarn()) > 0)
                .map(apart -> Check.warn(BACKUPS_PAIRED, scheduledApart(apart, portal), REMEDY))
                .orElseGet(
                        () -> Check.skipped(BACKUPS_PAIRED, "the schedules are near each other, or are not both set"));
    }

    private static String scheduledApart(Duration apart, Component portal) {
        return "the schedules of the database and of %s are %s apart"
                .formatted(BackupBlock.name(portal), Spans.words(apart));
    }
}
