package org.apicdr.recovery;

import static org.apicdr.recovery.CheckId.BACKUPS_PAIRED;
import static org.apicdr.recovery.CheckId.PORTAL_BACKUP_SCHEDULED;
import static org.apicdr.recovery.CheckId.PORTAL_BACKUP_USABLE;
import static org.apicdr.recovery.CheckId.PORTAL_PRESENT;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apicdr.backup.BackupCatalog;
import org.apicdr.backup.DatabaseBackup;
import org.apicdr.backup.PortalBackup;
import org.apicdr.core.DurationFormat;
import org.apicdr.recovery.point.BackupPairing.PairedPortalBackup;
import org.apicdr.recovery.point.PairingConfig;
import org.apicdr.subsystem.ComponentSnapshot;
import org.apicdr.subsystem.Installation;
import org.apicdr.subsystem.ResourceKind;
import org.apicdr.subsystem.SubsystemComponent;
import org.apicdr.subsystem.SubsystemSnapshot;

/**
 * The first warning of the procedure: the Developer Portal must be recovered together with the management subsystem. Checks
 * that usable portal backups exist, and that database and portal backups are taken together.
 */
@ApplicationScoped
class PortalChecks implements CheckGroup {

    private static final String NO_PORTAL = "There is no portal with backups of its own. See portal-present.";

    private static final String PAIRING_REMEDY =
            "Schedule both for the same minute, or take both at once. If a portal is"
                    + " restored to another time than the database, its sites do not match.";

    private final Installation installation;
    private final RecoverabilityConfig config;
    private final PairingConfig pairing;

    PortalChecks(Installation installation, RecoverabilityConfig config, PairingConfig pairing) {
        this.installation = installation;
        this.config = config;
        this.pairing = pairing;
    }

    @Override
    public List<RecoverabilityCheck> check(RecoverabilityInputs inputs) {
        var checks = new ArrayList<RecoverabilityCheck>();
        checks.add(inputs.live()
                .match(
                        this::present,
                        why -> RecoverabilityCheck.skipped(PORTAL_PRESENT, RecoverabilityInputs.NO_CLUSTER)));
        checks.addAll(
                inputs.checkBackups((live, catalog) -> backupChecks(inputs, live, catalog), PortalChecks::skipped));
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
                .filter(component -> component.kind() == ResourceKind.PORTAL_CLUSTER
                        || component.kind() == ResourceKind.DEV_PORTAL_CLUSTER)
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

    private List<RecoverabilityCheck> backupChecks(
            RecoverabilityInputs inputs, SubsystemSnapshot live, BackupCatalog catalog) {
        var portals = live.portals().stream().map(ComponentSnapshot::component).toList();
        var active = portals.stream().filter(portal -> !portal.passive()).toList();
        var passive = portals.stream()
                .flatMap(portal -> BackupChecks.passiveSite(portal).stream())
                .toList();
        if (active.isEmpty()) {
            return skipped(passive.isEmpty() ? NO_PORTAL : String.join(" ", passive));
        }
        var usable =
                active.stream().map(portal -> usable(inputs, portal, catalog)).toList();
        return Stream.of(
                        BackupChecks.scheduled(PORTAL_BACKUP_SCHEDULED, active),
                        RecoverabilityCheck.worst(usable),
                        paired(inputs, live.management().component(), active, catalog))
                .map(check -> withNotes(passive, check))
                .toList();
    }

    private static List<RecoverabilityCheck> skipped(String why) {
        return RecoverabilityCheck.skipped(List.of(PORTAL_BACKUP_SCHEDULED, PORTAL_BACKUP_USABLE, BACKUPS_PAIRED), why);
    }

    /** Adds the reasons why passive portals were left out to a check of the active portals. */
    private static RecoverabilityCheck withNotes(List<String> passive, RecoverabilityCheck check) {
        var details = Stream.concat(Stream.of(check.detail()), passive.stream()).collect(Collectors.joining(" "));
        return new RecoverabilityCheck(check.id(), check.outcome(), details, check.remedy());
    }

    private RecoverabilityCheck usable(RecoverabilityInputs inputs, SubsystemComponent portal, BackupCatalog catalog) {
        var limit = MaxBackupAge.of(config, portal, inputs.at());
        var candidates = catalog.ofPortal(portal.namespace(), portal.name()).stream()
                .map(backup -> new BackupCandidate(describe(backup), backup.issues())
                        .checkFiles(catalog, portal.title())
                        .checkAge(backup.taken(), limit, inputs))
                .toList();
        return BackupCandidate.best(
                PORTAL_BACKUP_USABLE,
                candidates,
                "Take a backup of type all of %s, at the same time as the database backup.".formatted(portal.title()));
    }

    private static String describe(PortalBackup backup) {
        return "%s of %s (%s, %d sites known)"
                .formatted(
                        backup.id(),
                        backup.of(),
                        backup.taken().at(),
                        backup.sites().size());
    }

    /** Compares the database backups with those of each portal; none of the portals may be passive. */
    private RecoverabilityCheck paired(
            RecoverabilityInputs inputs,
            SubsystemComponent management,
            List<SubsystemComponent> portals,
            BackupCatalog catalog) {
        var passive = BackupChecks.passiveSite(management);
        if (passive.isPresent()) {
            return RecoverabilityCheck.skipped(BACKUPS_PAIRED, passive.get());
        }
        var newest =
                catalog.database().stream().filter(DatabaseBackup::restorable).findFirst();
        if (newest.isEmpty()) {
            return RecoverabilityCheck.skipped(
                    BACKUPS_PAIRED, "There is no database backup to pair. See database-backup-usable.");
        }
        var checks = new ArrayList<RecoverabilityCheck>();
        for (var portal : portals) {
            checks.add(newestPaired(newest.get(), catalog.ofPortal(portal.namespace(), portal.name())));
            checks.add(nextPaired(inputs, management, portal));
        }
        return RecoverabilityCheck.worst(checks);
    }

    /** Checks that the newest backups were taken together. Never fails if a time zone is unknown. */
    private RecoverabilityCheck newestPaired(DatabaseBackup database, List<PortalBackup> portalBackups) {
        var nearest = PairedPortalBackup.nearest(database, portalBackups);
        if (nearest.isEmpty()) {
            return RecoverabilityCheck.skipped(
                    BACKUPS_PAIRED, "There is no portal backup to pair. See portal-backup-usable.");
        }
        var portal = nearest.get().backup();
        boolean certain = database.taken().certain() && portal.taken().certain();
        var detail = "%s and %s of %s were started %s apart%s."
                .formatted(
                        database.id(),
                        portal.id(),
                        portal.of(),
                        DurationFormat.format(nearest.get().gap()),
                        certain ? "" : ", by times whose time zone is unknown");
        if (certain && nearest.get().gap().compareTo(pairing.pairFail()) > 0) {
            return RecoverabilityCheck.fail(BACKUPS_PAIRED, detail, PAIRING_REMEDY);
        }
        return nearest.get().leastGap().compareTo(pairing.pairWarn()) > 0
                ? RecoverabilityCheck.warn(BACKUPS_PAIRED, detail, PAIRING_REMEDY)
                : RecoverabilityCheck.pass(BACKUPS_PAIRED, detail);
    }

    /** Checks that the next backups are due together. */
    private RecoverabilityCheck nextPaired(
            RecoverabilityInputs inputs, SubsystemComponent management, SubsystemComponent portal) {
        return new BackupSettings(management)
                .scheduleGap(new BackupSettings(portal), inputs.at())
                .filter(gap -> gap.compareTo(pairing.pairWarn()) > 0)
                .map(gap -> RecoverabilityCheck.warn(BACKUPS_PAIRED, describeGap(gap, portal), PAIRING_REMEDY))
                .orElseGet(() -> RecoverabilityCheck.skipped(
                        BACKUPS_PAIRED, "The schedules are close together, or are not both set."));
    }

    private static String describeGap(Duration gap, SubsystemComponent portal) {
        return "The schedules of the database and of %s are %s apart."
                .formatted(portal.title(), DurationFormat.format(gap));
    }
}
