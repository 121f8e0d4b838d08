package org.apicdr.recoverability;

import static org.apicdr.recoverability.CheckId.DATABASE_BACKUP_SCHEDULED;
import static org.apicdr.recoverability.CheckId.DATABASE_BACKUP_USABLE;
import static org.apicdr.recoverability.CheckId.LAST_BACKUP_FAILED;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.apicdr.backup.BackupCatalog;
import org.apicdr.backup.DatabaseBackup;
import org.apicdr.subsystem.SubsystemSnapshot;

/** Step 3 of the procedure: there is a database backup that can be used. */
@ApplicationScoped
class DatabaseBackupChecks implements Checks {

    private final Limits limits;

    DatabaseBackupChecks(Limits limits) {
        this.limits = limits;
    }

    @Override
    public List<Check> of(Survey survey) {
        return survey.backups(
                (live, catalog) -> checks(survey, live, catalog),
                why -> List.of(
                        Check.skipped(DATABASE_BACKUP_SCHEDULED, why),
                        Check.skipped(DATABASE_BACKUP_USABLE, why),
                        Check.skipped(LAST_BACKUP_FAILED, why)));
    }

    private List<Check> checks(Survey survey, SubsystemSnapshot live, BackupCatalog catalog) {
        var management = live.management().component();
        var limit = limits.age(management, survey.at());
        var candidates = catalog.database().stream()
                .map(backup -> candidate(backup, limit, survey, catalog))
                .toList();
        return List.of(
                Schedules.check(DATABASE_BACKUP_SCHEDULED, List.of(management)),
                Candidate.best(
                        DATABASE_BACKUP_USABLE,
                        candidates,
                        "have a full backup taken while the subsystem is Running with n/n, and a bundle captured before"
                                + " and after it"),
                LastAttempts.check(catalog, survey.at()));
    }

    private static Candidate candidate(DatabaseBackup backup, AgeLimit limit, Survey survey, BackupCatalog catalog) {
        var against = new ArrayList<>(backup.against());
        limit.complaint(backup.taken(), survey.at()).ifPresent(against::add);
        var key = KeyInForce.of(backup, survey);
        var files = FileSight.of(catalog, "ManagementCluster " + survey.ref());
        var doubts = new ArrayList<>(key.doubts());
        doubts.addAll(files.doubts());
        var notes = new ArrayList<>(key.notes());
        notes.addAll(files.notes());
        limit.note(backup.taken(), survey.at()).ifPresent(notes::add);
        var name = "%s (%s, %s)"
                .formatted(backup.id(), backup.type(), backup.taken().at());
        return new Candidate(name, against, doubts, notes);
    }
}
