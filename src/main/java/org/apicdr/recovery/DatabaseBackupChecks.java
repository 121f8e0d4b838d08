package org.apicdr.recovery;

import static org.apicdr.recovery.CheckId.DATABASE_BACKUP_SCHEDULED;
import static org.apicdr.recovery.CheckId.DATABASE_BACKUP_USABLE;
import static org.apicdr.recovery.CheckId.LAST_BACKUP_FAILED;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apicdr.backup.BackupCatalog;
import org.apicdr.backup.DatabaseBackup;
import org.apicdr.subsystem.ComponentSnapshot;
import org.apicdr.subsystem.SubsystemComponent;
import org.apicdr.subsystem.SubsystemSnapshot;

/** Step 3 of the procedure: a usable database backup exists. */
@ApplicationScoped
class DatabaseBackupChecks implements CheckGroup {

    private final BackupAgePolicy backupAgePolicy;

    DatabaseBackupChecks(BackupAgePolicy backupAgePolicy) {
        this.backupAgePolicy = backupAgePolicy;
    }

    @Override
    public List<RecoverabilityCheck> of(RecoverabilityInputs recoverabilityInputs) {
        return recoverabilityInputs.backups(
                (live, catalog) -> checks(recoverabilityInputs, live, catalog),
                why -> Stream.concat(
                                skipped(why).stream(), Stream.of(RecoverabilityCheck.skipped(LAST_BACKUP_FAILED, why)))
                        .toList());
    }

    private List<RecoverabilityCheck> checks(
            RecoverabilityInputs recoverabilityInputs, SubsystemSnapshot live, BackupCatalog catalog) {
        var checks = new ArrayList<>(notBackedUpHere(live.management().component())
                .map(DatabaseBackupChecks::skipped)
                .orElseGet(
                        () -> database(recoverabilityInputs, live.management().component(), catalog)));
        checks.add(lastAttempts(recoverabilityInputs, live, catalog));
        return checks;
    }

    private List<RecoverabilityCheck> database(
            RecoverabilityInputs recoverabilityInputs, SubsystemComponent management, BackupCatalog catalog) {
        var limit = backupAgePolicy.age(management, recoverabilityInputs.at());
        var candidates = catalog.database().stream()
                .map(backup -> candidate(backup, limit, recoverabilityInputs, catalog))
                .toList();
        return List.of(
                BackupScheduleCheck.check(DATABASE_BACKUP_SCHEDULED, List.of(management)),
                BackupCandidate.best(
                        DATABASE_BACKUP_USABLE,
                        candidates,
                        "Take a full backup while the subsystem is Running with n/n, and capture a"
                                + " bundle before and after it."));
    }

    /** Checks the last attempts of the components that are backed up here. */
    private static RecoverabilityCheck lastAttempts(
            RecoverabilityInputs recoverabilityInputs, SubsystemSnapshot live, BackupCatalog catalog) {
        var reasons = live.backedUp().stream()
                .flatMap(component -> notBackedUpHere(component.component()).stream())
                .toList();
        if (reasons.size() == live.backedUp().size()) {
            return RecoverabilityCheck.skipped(LAST_BACKUP_FAILED, String.join(" ", reasons));
        }
        var database = notBackedUpHere(live.management().component()).isPresent()
                ? List.<DatabaseBackup>of()
                : catalog.database();
        var portals = live.portals().stream()
                .map(ComponentSnapshot::component)
                .filter(portal -> !portal.passive())
                .flatMap(portal -> catalog.ofPortal(portal.namespace(), portal.name()).stream())
                .toList();
        return LastBackupCheck.check(database, portals, recoverabilityInputs.at());
    }

    /** Returns why the API Connect operator does not back up a component here; empty if it does. */
    private static Optional<String> notBackedUpHere(SubsystemComponent subsystemComponent) {
        return subsystemComponent.hasExternalDatabase()
                ? Optional.of("The database of %s is external. Those who run it are responsible for its backup."
                        .formatted(subsystemComponent.title()))
                : PassiveSite.reason(subsystemComponent);
    }

    private static List<RecoverabilityCheck> skipped(String why) {
        return List.of(
                RecoverabilityCheck.skipped(DATABASE_BACKUP_SCHEDULED, why),
                RecoverabilityCheck.skipped(DATABASE_BACKUP_USABLE, why));
    }

    private static BackupCandidate candidate(
            DatabaseBackup backup,
            MaxBackupAge limit,
            RecoverabilityInputs recoverabilityInputs,
            BackupCatalog catalog) {
        var issues = new ArrayList<>(backup.issues());
        limit.exceeded(backup.taken(), recoverabilityInputs.at()).ifPresent(issues::add);
        var key = EncryptionKeyAvailability.of(backup, recoverabilityInputs);
        var files = BackupFileAvailability.of(catalog, "ManagementCluster " + recoverabilityInputs.ref());
        var doubts = new ArrayList<>(key.doubts());
        doubts.addAll(files.doubts());
        var notes = new ArrayList<>(key.notes());
        notes.addAll(files.notes());
        limit.note(backup.taken(), recoverabilityInputs.at()).ifPresent(notes::add);
        var name = "%s (%s, %s)"
                .formatted(backup.id(), backup.type(), backup.taken().at());
        return new BackupCandidate(name, issues, doubts, notes);
    }
}
