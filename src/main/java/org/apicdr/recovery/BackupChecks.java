package org.apicdr.recovery;

import static org.apicdr.recovery.CheckId.DATABASE_BACKUP_SCHEDULED;
import static org.apicdr.recovery.CheckId.DATABASE_BACKUP_USABLE;
import static org.apicdr.recovery.CheckId.LAST_BACKUP_FAILED;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.apicdr.backup.BackupCatalog;
import org.apicdr.backup.BackupPhase;
import org.apicdr.backup.BackupTimestamp;
import org.apicdr.backup.DatabaseBackup;
import org.apicdr.backup.PortalBackup;
import org.apicdr.subsystem.ComponentSnapshot;
import org.apicdr.subsystem.SubsystemComponent;
import org.apicdr.subsystem.SubsystemSnapshot;

/**
 * Step 3 of the procedure: a usable database backup exists. Also checks the last attempts at backups, including those of the
 * portals.
 */
@ApplicationScoped
class BackupChecks implements CheckGroup {

    /** A backup that runs for longer is considered stuck. */
    private static final Duration MAX_DURATION = Duration.ofHours(6);

    private final RecoverabilityConfig config;

    BackupChecks(RecoverabilityConfig config) {
        this.config = config;
    }

    @Override
    public List<RecoverabilityCheck> check(RecoverabilityInputs inputs) {
        return inputs.checkBackups(
                (live, catalog) -> checks(inputs, live, catalog),
                why -> RecoverabilityCheck.skipped(
                        List.of(DATABASE_BACKUP_SCHEDULED, DATABASE_BACKUP_USABLE, LAST_BACKUP_FAILED), why));
    }

    private List<RecoverabilityCheck> checks(
            RecoverabilityInputs inputs, SubsystemSnapshot live, BackupCatalog catalog) {
        var management = live.management().component();
        var database = notBackedUpHere(management)
                .map(why ->
                        RecoverabilityCheck.skipped(List.of(DATABASE_BACKUP_SCHEDULED, DATABASE_BACKUP_USABLE), why))
                .orElseGet(() -> List.of(
                        scheduled(DATABASE_BACKUP_SCHEDULED, List.of(management)),
                        usable(inputs, management, catalog)));
        var checks = new ArrayList<>(database);
        checks.add(lastAttempts(inputs, live, catalog));
        return checks;
    }

    /** Checks that each component has a valid backup schedule. */
    static RecoverabilityCheck scheduled(CheckId id, List<SubsystemComponent> components) {
        var settings = components.stream().map(BackupSettings::new).toList();
        var issues =
                settings.stream().flatMap(each -> each.scheduleIssue().stream()).toList();
        if (!issues.isEmpty()) {
            return RecoverabilityCheck.fail(
                    id,
                    String.join(" ", issues),
                    "Set a schedule there, for example once a day, the same for database and portal.");
        }
        var schedules = settings.stream()
                .map(each -> "The backup schedule of %s is %s."
                        .formatted(each.component().title(), each.text("schedule")))
                .toList();
        return RecoverabilityCheck.pass(id, String.join(" ", schedules));
    }

    private RecoverabilityCheck usable(
            RecoverabilityInputs inputs, SubsystemComponent management, BackupCatalog catalog) {
        var limit = MaxBackupAge.of(config, management, inputs.at());
        var candidates = catalog.database().stream()
                .map(backup -> new BackupCandidate(describe(backup), backup.issues())
                        .checkKey(backup, inputs)
                        .checkFiles(catalog, management.title())
                        .checkAge(backup.taken(), limit, inputs))
                .toList();
        return BackupCandidate.best(
                DATABASE_BACKUP_USABLE,
                candidates,
                "Take a full backup while the subsystem is Running with n/n, and capture a"
                        + " bundle before and after it.");
    }

    private static String describe(DatabaseBackup backup) {
        return "%s (%s, %s)"
                .formatted(backup.id(), backup.type(), backup.taken().at());
    }

    /** Checks the last attempts of the components that are backed up here. */
    private static RecoverabilityCheck lastAttempts(
            RecoverabilityInputs inputs, SubsystemSnapshot live, BackupCatalog catalog) {
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
        return lastAttempts(database, portals, inputs.at());
    }

    /**
     * Checks the last attempts among these backups, which are sorted newest first. Older backups may still be usable if they
     * failed.
     */
    private static RecoverabilityCheck lastAttempts(
            List<DatabaseBackup> database, List<PortalBackup> portals, Instant now) {
        var last = new LinkedHashMap<String, Attempt>();
        database.stream()
                .filter(backup -> backup.phase() != BackupPhase.FOUND)
                .forEach(backup ->
                        last.putIfAbsent("the database", new Attempt(backup.id(), backup.taken(), backup.phase())));
        portals.stream()
                .filter(backup -> backup.phase() != BackupPhase.FOUND)
                .forEach(backup -> last.putIfAbsent(
                        "portal " + backup.of(), new Attempt(backup.id(), backup.taken(), backup.phase())));
        if (last.isEmpty()) {
            return RecoverabilityCheck.skipped(LAST_BACKUP_FAILED, "No attempt at a backup is known.");
        }
        var issues = new ArrayList<String>();
        last.forEach((subject, attempt) -> {
            if (attempt.failedOrStuck(now)) {
                issues.add("The last backup of %s, %s, %s.".formatted(subject, attempt.id(), attempt.describeEnd()));
            }
        });
        return issues.isEmpty()
                ? RecoverabilityCheck.pass(
                        LAST_BACKUP_FAILED, "The last attempt at each backup succeeded or is still running.")
                : RecoverabilityCheck.warn(
                        LAST_BACKUP_FAILED,
                        String.join(" ", issues),
                        "See the message in its status and the log of the API Connect operator.");
    }

    /** Returns why the API Connect operator does not back up a component here; empty if it does. */
    private static Optional<String> notBackedUpHere(SubsystemComponent component) {
        return component.hasExternalDatabase()
                ? Optional.of("The database of %s is external. Those who run it are responsible for its backup."
                        .formatted(component.title()))
                : passiveSite(component);
    }

    /** Returns why the backups of a component are not checked: it is the passive one of a pair. Empty if it is not passive. */
    static Optional<String> passiveSite(SubsystemComponent component) {
        return component.passive()
                ? Optional.of(component.passiveRole() + ". Check the backups of the active one.")
                : Optional.empty();
    }

    private record Attempt(String id, BackupTimestamp taken, BackupPhase phase) {

        boolean failedOrStuck(Instant now) {
            return phase == BackupPhase.FAILED
                    || (phase == BackupPhase.RUNNING
                            && taken.latest().plus(MAX_DURATION).isBefore(now));
        }

        String describeEnd() {
            return phase == BackupPhase.FAILED ? "failed" : "has been running since %s and hangs".formatted(taken.at());
        }
    }
}
