package org.apicdr.recovery;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apicdr.backup.BackupCatalog;
import org.apicdr.backup.BackupFolderListing;
import org.apicdr.backup.BackupPhase;
import org.apicdr.backup.BackupTimestamp;
import org.apicdr.backup.DatabaseBackup;
import org.apicdr.backup.PortalBackup;
import org.apicdr.bundle.BundleInspectionCache.Known;
import org.apicdr.bundle.BundleInspectionFixture;
import org.apicdr.bundle.Manifest;
import org.apicdr.bundle.ManifestFixture;
import org.apicdr.bundle.StoreAccount;
import org.apicdr.bundle.StoredBundle;
import org.apicdr.core.Result;
import org.apicdr.recovery.point.RecoveryPoint;
import org.apicdr.subsystem.ComponentSnapshot;
import org.apicdr.subsystem.Samples;
import org.apicdr.subsystem.SnapshotFixture;
import org.apicdr.subsystem.SubsystemComponent;
import org.apicdr.subsystem.SubsystemRef;
import org.apicdr.subsystem.SubsystemSnapshot;
import org.apicdr.verification.Drift;
import org.apicdr.verification.DriftFixture;

/** What a look shows where everything is in order, to be broken in one place. */
final class RecoverabilityInputsFixture {

    static final Instant NOW = Instant.parse("2026-11-22T06:00:00Z");
    static final Instant NIGHT = Instant.parse("2026-11-22T03:00:15Z");

    static final String HOST_KEY = "SHA256:hostkeyofthebackups";

    private static final SubsystemRef REF = new SubsystemRef("apic", "management");

    ComponentSnapshot management = SnapshotFixture.of(Samples.management());
    List<ComponentSnapshot> portals = new ArrayList<>(List.of(SnapshotFixture.of(portal())));
    List<ComponentSnapshot> others = new ArrayList<>();
    Manifest manifest = ManifestFixture.complete(List.of("age1one", "age1other"));
    Result<Drift> drift = Result.of(DriftFixture.between(List.of(), List.of()));
    List<DatabaseBackup> database = new ArrayList<>(List.of(database(BackupPhase.SUCCEEDED, known(NIGHT))));
    List<PortalBackup> portal = new ArrayList<>(List.of(portal(known(NIGHT.plusSeconds(18)))));
    BackupFolderListing folder = new BackupFolderListing.Read(List.of(), HOST_KEY, "apicbackup");
    RecoveryPoint.Key key = RecoveryPoint.Key.CERTAIN;
    Result<Duration> skew = Result.of(Duration.ZERO);
    StoreAccount place = new StoreAccount("store.example.com", 22, "apic-dr", Optional.of("SHA256:another"));
    Map<String, Instant> identityProofs = Map.of();
    Optional<String> siteMissing = Optional.empty();
    private boolean listed = true;
    private boolean authentic = true;
    private String clusterFailure = "";
    private String storeFailure = "";

    RecoverabilityInputs survey() {
        var live = clusterFailure.isEmpty()
                ? Result.of(new SubsystemSnapshot(management, portals, others, List.of()))
                : Result.<SubsystemSnapshot>unavailable(clusterFailure);
        var inventory =
                storeFailure.isEmpty() ? Result.of(inventory()) : Result.<BundleInventory>unavailable(storeFailure);
        var catalog = new BackupCatalog(
                database,
                portal,
                List.of(
                        new BackupCatalog.ComponentListing("ManagementCluster apic/management", folder, NOW),
                        new BackupCatalog.ComponentListing("PortalCluster apic/portal", folder, NOW)));
        return new RecoverabilityInputs(
                REF,
                NOW,
                live,
                inventory,
                drift,
                clusterFailure.isEmpty() ? Result.of(catalog) : Result.unavailable(clusterFailure),
                Result.of(database.stream().map(this::point).toList()),
                storeFailure.isEmpty() ? Result.of(place) : Result.unavailable(storeFailure),
                storeFailure.isEmpty() ? Result.of(identityProofs) : Result.unavailable(storeFailure),
                skew);
    }

    RecoverabilityInputsFixture withoutBundle() {
        listed = false;
        return this;
    }

    RecoverabilityInputsFixture forged() {
        authentic = false;
        return this;
    }

    RecoverabilityInputsFixture clusterAway() {
        clusterFailure = "the API server does not answer";
        return this;
    }

    RecoverabilityInputsFixture storeAway() {
        storeFailure = "the SFTP server refused the connection";
        return this;
    }

    /** Sets something in the ManagementCluster. */
    RecoverabilityInputsFixture management(String pointer, Object value) {
        management = SnapshotFixture.of(Samples.with(management.component(), pointer, value), management.missing());
        return this;
    }

    /** Takes something from what the ManagementCluster needs. */
    RecoverabilityInputsFixture lacking(String missing) {
        management = SnapshotFixture.of(management.component(), List.of(missing));
        return this;
    }

    /** Sets something in the PortalCluster. */
    RecoverabilityInputsFixture portal(String pointer, Object value) {
        portals.set(0, SnapshotFixture.of(Samples.with(portals.get(0).component(), pointer, value)));
        return this;
    }

    static BackupTimestamp known(Instant at) {
        return new BackupTimestamp(at, Duration.ZERO);
    }

    static DatabaseBackup database(BackupPhase backupPhase, BackupTimestamp backupTimestamp, String... against) {
        var id = time("yyyyMMdd-HHmmss'F'", backupTimestamp);
        return new DatabaseBackup(
                "ManagementBackup", "mgmt-1", id, "full", backupTimestamp, backupPhase, List.of(against));
    }

    static PortalBackup portal(BackupTimestamp backupTimestamp, String... against) {
        var id = time("yyyyMMdd.HHmmss", backupTimestamp);
        return new PortalBackup(
                "apic",
                "portal",
                "portal-1",
                id,
                backupTimestamp,
                BackupPhase.SUCCEEDED,
                List.of("site"),
                List.of(against));
    }

    private static String time(String pattern, BackupTimestamp backupTimestamp) {
        return DateTimeFormatter.ofPattern(pattern).withZone(ZoneOffset.UTC).format(backupTimestamp.at());
    }

    private static SubsystemComponent portal() {
        return Samples.with(Samples.portal("apic", "portal"), "/spec/portalBackup/schedule", "0 3 * * *");
    }

    private BundleInventory inventory() {
        if (!listed) {
            return new BundleInventory(List.of(), Optional.empty(), Optional.empty(), NOW, siteMissing);
        }
        var bundle = new StoredBundle(REF, manifest.id(), 1);
        var known = new Known(BundleInspectionFixture.of(bundle, manifest, authentic), NOW);
        return new BundleInventory(
                List.of(bundle),
                Optional.of(known),
                authentic ? Optional.of(known) : Optional.empty(),
                NOW,
                siteMissing);
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
