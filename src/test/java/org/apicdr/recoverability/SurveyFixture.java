package org.apicdr.recoverability;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apicdr.backup.BackupCatalog;
import org.apicdr.backup.BackupFolder;
import org.apicdr.backup.DatabaseBackup;
import org.apicdr.backup.Phase;
import org.apicdr.backup.PortalBackup;
import org.apicdr.backup.Taken;
import org.apicdr.bundle.InspectionFixture;
import org.apicdr.bundle.KnownBundles.Known;
import org.apicdr.bundle.Manifest;
import org.apicdr.bundle.ManifestFixture;
import org.apicdr.bundle.Place;
import org.apicdr.bundle.StoredBundle;
import org.apicdr.recoverypoint.RecoveryPoint;
import org.apicdr.subsystem.Component;
import org.apicdr.subsystem.ComponentSnapshot;
import org.apicdr.subsystem.Samples;
import org.apicdr.subsystem.SnapshotFixture;
import org.apicdr.subsystem.SubsystemRef;
import org.apicdr.subsystem.SubsystemSnapshot;
import org.apicdr.verification.Drift;
import org.apicdr.verification.DriftFixture;

/** What a look shows where everything is in order, to be broken in one place. */
final class SurveyFixture {

    static final Instant NOW = Instant.parse("2026-11-22T06:00:00Z");
    static final Instant NIGHT = Instant.parse("2026-11-22T03:00:15Z");

    static final String HOST_KEY = "SHA256:hostkeyofthebackups";

    private static final SubsystemRef REF = new SubsystemRef("apic", "management");

    ComponentSnapshot management = SnapshotFixture.of(Samples.management());
    List<ComponentSnapshot> portals = new ArrayList<>(List.of(SnapshotFixture.of(portal())));
    List<ComponentSnapshot> others = new ArrayList<>();
    Manifest manifest = ManifestFixture.complete(List.of("age1one", "age1other"));
    Seen<Drift> drift = Seen.of(DriftFixture.between(List.of(), List.of()));
    List<DatabaseBackup> database = new ArrayList<>(List.of(database(Phase.SUCCEEDED, known(NIGHT))));
    List<PortalBackup> portal = new ArrayList<>(List.of(portal(known(NIGHT.plusSeconds(18)))));
    BackupFolder folder = new BackupFolder.Read(List.of(), HOST_KEY, "apicbackup");
    RecoveryPoint.Key key = RecoveryPoint.Key.CERTAIN;
    Seen<Duration> skew = Seen.of(Duration.ZERO);
    Place place = new Place("store.example.com", 22, "apic-dr", Optional.of("SHA256:another"));
    private boolean listed = true;
    private boolean authentic = true;
    private String clusterFailure = "";
    private String storeFailure = "";

    Survey survey() {
        var live = clusterFailure.isEmpty()
                ? Seen.of(new SubsystemSnapshot(management, portals, others, List.of()))
                : Seen.<SubsystemSnapshot>nothing(clusterFailure);
        var stock = storeFailure.isEmpty() ? Seen.of(stock()) : Seen.<BundleStock>nothing(storeFailure);
        var catalog = new BackupCatalog(
                database,
                portal,
                List.of(
                        new BackupCatalog.FileLook("ManagementCluster apic/management", folder, NOW),
                        new BackupCatalog.FileLook("PortalCluster apic/portal", folder, NOW)));
        return new Survey(
                REF,
                NOW,
                live,
                stock,
                drift,
                clusterFailure.isEmpty() ? Seen.of(catalog) : Seen.nothing(clusterFailure),
                Seen.of(database.stream().map(this::point).toList()),
                storeFailure.isEmpty() ? Seen.of(place) : Seen.nothing(storeFailure),
                skew);
    }

    SurveyFixture withoutBundle() {
        listed = false;
        return this;
    }

    SurveyFixture forged() {
        authentic = false;
        return this;
    }

    SurveyFixture clusterAway() {
        clusterFailure = "the API server does not answer";
        return this;
    }

    SurveyFixture storeAway() {
        storeFailure = "the SFTP server refused the connection";
        return this;
    }

    /** Sets something in the ManagementCluster. */
    SurveyFixture management(String pointer, Object value) {
        management = SnapshotFixture.of(Samples.with(management.component(), pointer, value), management.missing());
        return this;
    }

    /** Takes something from what the ManagementCluster needs. */
    SurveyFixture lacking(String missing) {
        management = SnapshotFixture.of(management.component(), List.of(missing));
        return this;
    }

    /** Sets something in the PortalCluster. */
    SurveyFixture portal(String pointer, Object value) {
        portals.set(0, SnapshotFixture.of(Samples.with(portals.get(0).component(), pointer, value)));
        return this;
    }

    static Taken known(Instant at) {
        return new Taken(at, Duration.ZERO);
    }

    static DatabaseBackup database(Phase phase, Taken taken, String... against) {
        var id = time("yyyyMMdd-HHmmss'F'", taken);
        return new DatabaseBackup("ManagementBackup", "mgmt-1", id, "full", taken, phase, List.of(against));
    }

    static PortalBackup portal(Taken taken, String... against) {
        var id = time("yyyyMMdd.HHmmss", taken);
        return new PortalBackup(
                "apic", "portal", "portal-1", id, taken, Phase.SUCCEEDED, List.of("site"), List.of(against));
    }

    private static String time(String pattern, Taken taken) {
        return DateTimeFormatter.ofPattern(pattern).withZone(ZoneOffset.UTC).format(taken.at());
    }

    private static Component portal() {
        return Samples.with(Samples.portal("apic", "portal"), "/spec/portalBackup/schedule", "0 3 * * *");
    }

    private BundleStock stock() {
        if (!listed) {
            return new BundleStock(List.of(), Optional.empty(), Optional.empty(), NOW);
        }
        var bundle = new StoredBundle(REF, manifest.id(), 1);
        var known = new Known(InspectionFixture.of(bundle, manifest, authentic), NOW);
        return new BundleStock(
                List.of(bundle), Optional.of(known), authentic ? Optional.of(known) : Optional.empty(), NOW);
    }

    private RecoveryPoint point(DatabaseBackup backup) {
        var taken = new RecoveryPoint.PointBackup(
                backup.kind(),
                "apic",
                "management",
                backup.id(),
                backup.name(),
                backup.taken().at(),
                null,
                null);
        return new RecoveryPoint(
                taken,
                List.of(),
                null,
                key,
                List.of(manifest.id()),
                key == RecoveryPoint.Key.CERTAIN ? RecoveryPoint.State.COMPLETE : RecoveryPoint.State.PARTIAL,
                List.of());
    }
}
