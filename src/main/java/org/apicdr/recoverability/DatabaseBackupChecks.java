package org.apicdr.recoverability;

import static org.apicdr.recoverability.CheckId.DATABASE_BACKUP_SCHEDULED;
import static org.apicdr.recoverability.CheckId.DATABASE_BACKUP_USABLE;
import static org.apicdr.recoverability.CheckId.LAST_BACKUP_FAILED;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apicdr.backup.BackupCatalog;
import org.apicdr.backup.DatabaseBackup;
import org.apicdr.subsystem.Component;
import org.apicdr.subsystem.ComponentSnapshot;
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
                why -> Stream.concat(skipped(why).stream(), Stream.of(Check.skipped(LAST_BACKUP_FAILED, why)))
                        .toList());
    }

    private List<Check> checks(Survey survey, SubsystemSnapshot live, BackupCatalog catalog) {
        var checks = new ArrayList<>(notBackedUpHere(live.management().component())
                .map(DatabaseBackupChecks::skipped)
                .orElseGet(() -> database(survey, live.management().component(), catalog)));
        checks.add(lastAttempts(survey, live, catalog));
        return checks;
    }

    private List<Check> database(Survey survey, Component management, BackupCatalog catalog) {
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
                                + " and after it"));
    }

    /** The last attempts of those components that are backed up here. */
    private static Check lastAttempts(Survey survey, SubsystemSnapshot live, BackupCatalog catalog) {
        var reasons = live.backedUp().stream()
                .flatMap(component -> notBackedUpHere(component.component()).stream())
                .toList();
        if (reasons.size() == live.backedUp().size()) {
            return Check.skipped(LAST_BACKUP_FAILED, String.join("; ", reasons));
        }
        var database = notBackedUpHere(live.management().component()).isPresent()
                ? List.<DatabaseBackup>of()
                : catalog.database();
        var portals = live.portals().stream()
                .map(ComponentSnapshot::component)
                .filter(portal -> !portal.passive())
                .flatMap(portal -> catalog.ofPortal(portal.namespace(), portal.name()).stream())
                .toList();
        return LastAttempts.check(database, portals, survey.at());
    }

    /** Why API Connect's operator does not back up a component here; empty if it does. */
    private static Optional<String> notBackedUpHere(Component component) {
        return component.hasExternalDatabase()
                ? Optional.of("the database of %s is external: its backup is the task of those who run it"
                        .formatted(component.title()))
                : Standby.reason(component);
    }

    private static List<Check> skipped(String why) {
        return List.of(Check.skipped(DATABASE_BACKUP_SCHEDULED, why), Check.skipped(DATABASE_BACKUP_USABLE, why));
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
