package org.apicdr.recovery;

import static org.apicdr.recovery.CheckId.BACKUPS_PAIRED;
import static org.apicdr.recovery.CheckId.PORTAL_BACKUP_SCHEDULED;
import static org.apicdr.recovery.CheckId.PORTAL_BACKUP_USABLE;
import static org.apicdr.recovery.CheckId.PORTAL_PRESENT;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apicdr.backup.BackupCatalog;
import org.apicdr.backup.PortalBackup;
import org.apicdr.subsystem.ComponentSnapshot;
import org.apicdr.subsystem.Installation;
import org.apicdr.subsystem.ResourceKind;
import org.apicdr.subsystem.SubsystemComponent;
import org.apicdr.subsystem.SubsystemSnapshot;

/** The first warning of the procedure: the Developer Portal must be recovered together with the management subsystem. */
@ApplicationScoped
class PortalChecks implements CheckGroup {

    private static final List<CheckId> OF_BACKUPS =
            List.of(PORTAL_BACKUP_SCHEDULED, PORTAL_BACKUP_USABLE, BACKUPS_PAIRED);

    private final Installation installation;
    private final BackupAgePolicy backupAgePolicy;
    private final PairingCheck pairing;

    PortalChecks(Installation installation, BackupAgePolicy backupAgePolicy, PairingCheck pairing) {
        this.installation = installation;
        this.backupAgePolicy = backupAgePolicy;
        this.pairing = pairing;
    }

    @Override
    public List<RecoverabilityCheck> of(RecoverabilityInputs recoverabilityInputs) {
        var checks = new ArrayList<RecoverabilityCheck>();
        checks.add(recoverabilityInputs
                .live()
                .match(this::present, why -> RecoverabilityCheck.skipped(PORTAL_PRESENT, SkipReasons.CLUSTER)));
        checks.addAll(recoverabilityInputs.backups(
                (live, catalog) -> live.portals().isEmpty()
                        ? skipped(SkipReasons.NO_PORTAL)
                        : backups(recoverabilityInputs, live, catalog),
                PortalChecks::skipped));
        return checks;
    }

    private RecoverabilityCheck present(SubsystemSnapshot live) {
        var absent = live.missing().stream()
                .filter(missing -> missing.startsWith("portal "))
                .toList();
        if (!absent.isEmpty()) {
            return RecoverabilityCheck.fail(
                    PORTAL_PRESENT,
                    "A configured portal is missing: %s.".formatted(String.join("; ", absent)),
                    "Correct apic-dr.portals, or have the portal created again.");
        }
        var names = Stream.concat(live.portals().stream(), live.others().stream())
                .map(ComponentSnapshot::component)
                .filter(subsystemComponent -> subsystemComponent.kind() == ResourceKind.PORTAL_CLUSTER
                        || subsystemComponent.kind() == ResourceKind.DEV_PORTAL_CLUSTER)
                .map(SubsystemComponent::title)
                .toList();
        if (names.isEmpty()) {
            return installation.declaresNoPortal()
                    ? RecoverabilityCheck.pass(
                            PORTAL_PRESENT, "There is no Developer Portal, as set in apic-dr.portals.")
                    : RecoverabilityCheck.warn(
                            PORTAL_PRESENT,
                            "No Developer Portal was found. If there is one, it is not protected.",
                            "Name its namespace in apic-dr.portals, or set that to none.");
        }
        return RecoverabilityCheck.pass(PORTAL_PRESENT, "Found: %s.".formatted(String.join(", ", names)));
    }

    private List<RecoverabilityCheck> backups(
            RecoverabilityInputs recoverabilityInputs, SubsystemSnapshot live, BackupCatalog catalog) {
        var portals = live.portals().stream().map(portal -> portal.component()).toList();
        var active = portals.stream().filter(portal -> !portal.passive()).toList();
        var passive = PassiveSite.reasons(portals);
        if (active.isEmpty()) {
            return skipped(String.join(" ", passive));
        }
        return List.of(
                withNotes(passive, BackupScheduleCheck.check(PORTAL_BACKUP_SCHEDULED, active)),
                withNotes(
                        passive,
                        CheckAggregator.of(active.stream()
                                .map(portal -> usable(portal, recoverabilityInputs, catalog))
                                .toList())),
                withNotes(
                        passive,
                        pairing.check(recoverabilityInputs, live.management().component(), active, catalog)));
    }

    /** Adds the reasons why passive portals were left out to a check of the active portals. */
    private static RecoverabilityCheck withNotes(List<String> passive, RecoverabilityCheck recoverabilityCheck) {
        var details = Stream.concat(Stream.of(recoverabilityCheck.detail()), passive.stream());
        return new RecoverabilityCheck(
                recoverabilityCheck.id(),
                recoverabilityCheck.outcome(),
                details.collect(Collectors.joining(" ")),
                recoverabilityCheck.remedy());
    }

    private RecoverabilityCheck usable(
            SubsystemComponent portal, RecoverabilityInputs recoverabilityInputs, BackupCatalog catalog) {
        var limit = backupAgePolicy.age(portal, recoverabilityInputs.at());
        var files = BackupFileAvailability.of(catalog, BackupSettings.name(portal));
        var candidates = catalog.ofPortal(portal.namespace(), portal.name()).stream()
                .map(backup -> candidate(backup, limit, recoverabilityInputs, files))
                .toList();
        return BackupCandidate.best(
                PORTAL_BACKUP_USABLE,
                candidates,
                "Take a backup of type all of %s, at the same time as the database backup."
                        .formatted(BackupSettings.name(portal)));
    }

    private static BackupCandidate candidate(
            PortalBackup backup,
            MaxBackupAge limit,
            RecoverabilityInputs recoverabilityInputs,
            BackupFileAvailability files) {
        var issues = new ArrayList<>(backup.issues());
        limit.exceeded(backup.taken(), recoverabilityInputs.at()).ifPresent(issues::add);
        var notes = new ArrayList<>(files.notes());
        limit.note(backup.taken(), recoverabilityInputs.at()).ifPresent(notes::add);
        var name = "%s of %s (%s, %d sites known)"
                .formatted(
                        backup.id(),
                        backup.of(),
                        backup.taken().at(),
                        backup.sites().size());
        return new BackupCandidate(name, issues, files.doubts(), notes);
    }

    private static List<RecoverabilityCheck> skipped(String why) {
        return OF_BACKUPS.stream()
                .map(id -> RecoverabilityCheck.skipped(id, why))
                .toList();
    }
}
