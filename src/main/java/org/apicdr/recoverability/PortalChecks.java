package org.apicdr.recoverability;

import static org.apicdr.recoverability.CheckId.BACKUPS_PAIRED;
import static org.apicdr.recoverability.CheckId.PORTAL_BACKUP_SCHEDULED;
import static org.apicdr.recoverability.CheckId.PORTAL_BACKUP_USABLE;
import static org.apicdr.recoverability.CheckId.PORTAL_PRESENT;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apicdr.backup.BackupCatalog;
import org.apicdr.backup.PortalBackup;
import org.apicdr.subsystem.Component;
import org.apicdr.subsystem.ComponentSnapshot;
import org.apicdr.subsystem.Installation;
import org.apicdr.subsystem.ResourceKind;
import org.apicdr.subsystem.SubsystemSnapshot;

/** The first warning of the procedure: the Developer Portal is recovered together with the management subsystem, or not. */
@ApplicationScoped
class PortalChecks implements Checks {

    private static final List<CheckId> OF_BACKUPS =
            List.of(PORTAL_BACKUP_SCHEDULED, PORTAL_BACKUP_USABLE, BACKUPS_PAIRED);

    private final Installation installation;
    private final Limits limits;
    private final PairingCheck pairing;

    PortalChecks(Installation installation, Limits limits, PairingCheck pairing) {
        this.installation = installation;
        this.limits = limits;
        this.pairing = pairing;
    }

    @Override
    public List<Check> of(Survey survey) {
        var checks = new ArrayList<Check>();
        checks.add(survey.live().match(this::present, why -> Check.skipped(PORTAL_PRESENT, Unseen.CLUSTER)));
        checks.addAll(survey.backups(
                (live, catalog) ->
                        live.portals().isEmpty() ? skipped(Unseen.NO_PORTAL) : backups(survey, live, catalog),
                PortalChecks::skipped));
        return checks;
    }

    private Check present(SubsystemSnapshot live) {
        var absent = live.missing().stream()
                .filter(missing -> missing.startsWith("portal "))
                .toList();
        if (!absent.isEmpty()) {
            return Check.fail(
                    PORTAL_PRESENT,
                    String.join("; ", absent),
                    "correct apic-dr.portals, or have the portal made again");
        }
        var names = Stream.concat(live.portals().stream(), live.others().stream())
                .map(ComponentSnapshot::component)
                .filter(component -> component.kind() == ResourceKind.PORTAL_CLUSTER
                        || component.kind() == ResourceKind.DEV_PORTAL_CLUSTER)
                .map(Component::title)
                .toList();
        if (names.isEmpty()) {
            return installation.declaresNoPortal()
                    ? Check.pass(PORTAL_PRESENT, "there is none, as apic-dr.portals says")
                    : Check.warn(
                            PORTAL_PRESENT,
                            "no Developer Portal is seen; if there is one, it is not protected",
                            "name its namespace in apic-dr.portals, or say none there");
        }
        return Check.pass(PORTAL_PRESENT, String.join(", ", names));
    }

    private List<Check> backups(Survey survey, SubsystemSnapshot live, BackupCatalog catalog) {
        var portals = live.portals().stream().map(portal -> portal.component()).toList();
        var active = portals.stream().filter(portal -> !portal.passive()).toList();
        var standby = Standby.reasons(portals);
        if (active.isEmpty()) {
            return skipped(String.join("; ", standby));
        }
        return List.of(
                noting(standby, Schedules.check(PORTAL_BACKUP_SCHEDULED, active)),
                noting(
                        standby,
                        Worst.of(active.stream()
                                .map(portal -> usable(portal, survey, catalog))
                                .toList())),
                noting(standby, pairing.check(survey, live.management().component(), active, catalog)));
    }

    /** A check of the active portals that says, too, which portals it left out. */
    private static Check noting(List<String> standby, Check check) {
        var details = Stream.concat(Stream.of(check.detail()), standby.stream());
        return new Check(check.id(), check.outcome(), details.collect(Collectors.joining("; ")), check.remedy());
    }

    private Check usable(Component portal, Survey survey, BackupCatalog catalog) {
        var limit = limits.age(portal, survey.at());
        var files = FileSight.of(catalog, BackupBlock.name(portal));
        var candidates = catalog.ofPortal(portal.namespace(), portal.name()).stream()
                .map(backup -> candidate(backup, limit, survey, files))
                .toList();
        return Candidate.best(
                PORTAL_BACKUP_USABLE,
                candidates,
                "have a backup of type all taken of %s, at the same time as the database's"
                        .formatted(BackupBlock.name(portal)));
    }

    private static Candidate candidate(PortalBackup backup, AgeLimit limit, Survey survey, FileSight files) {
        var against = new ArrayList<>(backup.against());
        limit.complaint(backup.taken(), survey.at()).ifPresent(against::add);
        var notes = new ArrayList<>(files.notes());
        limit.note(backup.taken(), survey.at()).ifPresent(notes::add);
        var name = "%s of %s (%s, %d sites known)"
                .formatted(
                        backup.id(),
                        backup.of(),
                        backup.taken().at(),
                        backup.sites().size());
        return new Candidate(name, against, files.doubts(), notes);
    }

    private static List<Check> skipped(String why) {
        return OF_BACKUPS.stream().map(id -> Check.skipped(id, why)).toList();
    }
}
