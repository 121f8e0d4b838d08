package org.apicdr.recovery;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apicdr.backup.BackupCatalog;
import org.apicdr.backup.BackupFolderListing;
import org.apicdr.bundle.StoreAccount;
import org.apicdr.core.Result;
import org.apicdr.recovery.RecoverabilityReport.Source;
import org.apicdr.recovery.point.RecoveryPoint;
import org.apicdr.subsystem.SubsystemRef;
import org.apicdr.subsystem.SubsystemSnapshot;
import org.apicdr.verification.Drift;

/**
 * The inputs of all checks. Each input is either a value or the reason why it is unavailable.
 *
 * @param ref the subsystem
 * @param at when loading began
 * @param live the live subsystem
 * @param inventory its bundles
 * @param drift what differs between it and the newest authentic bundle
 * @param catalog its database and portal backups
 * @param points the recovery points of its newest backups, newest first
 * @param storeAccount the server and account of the bundle store
 * @param identityProofs when the identity of each age recipient was last shown to exist
 * @param skew how far this machine's clock is ahead of the API server's
 */
record RecoverabilityInputs(
        SubsystemRef ref,
        Instant at,
        Result<SubsystemSnapshot> live,
        Result<BundleInventory> inventory,
        Result<Drift> drift,
        Result<BackupCatalog> catalog,
        Result<List<RecoveryPoint>> points,
        Result<StoreAccount> storeAccount,
        Result<Map<String, Instant>> identityProofs,
        Result<Duration> skew) {

    /** The reason for skipping a check that needs the live subsystem, if another check reports why it is unavailable. */
    static final String NO_CLUSTER = "The subsystem cannot be read. See cluster-access.";

    /** The reason for skipping a check that needs the store. */
    static final String NO_STORE = "The store cannot be used. See store-access.";

    /** The reason for skipping a check that needs an authentic bundle. */
    static final String NO_BUNDLE = "There is no authentic bundle. See bundle-exists and bundle-authentic.";

    /** Checks the backups, or reports why they are unavailable. */
    List<RecoverabilityCheck> checkBackups(
            BiFunction<SubsystemSnapshot, BackupCatalog, List<RecoverabilityCheck>> checks,
            Function<String, List<RecoverabilityCheck>> skipped) {
        return live.match(
                snapshot -> catalog.match(found -> checks.apply(snapshot, found), skipped),
                why -> skipped.apply(NO_CLUSTER));
    }

    /** Whether the newest authentic bundle was captured from a different installation than the live one. */
    boolean identityChanged() {
        var captured = inventory
                .value()
                .flatMap(BundleInventory::manifest)
                .map(manifest -> manifest.management().lineage());
        var lives =
                live.value().map(snapshot -> snapshot.management().component().lineage());
        return captured.isPresent() && lives.isPresent() && !captured.equals(lives);
    }

    /** Returns the newest complete recovery point, else the newest. */
    Optional<RecoveryPoint> bestPoint() {
        var all = points.value().orElse(List.of());
        return all.stream()
                .filter(point -> point.state() == RecoveryPoint.State.COMPLETE)
                .findFirst()
                .or(() -> all.stream().findFirst());
    }

    /** Returns the sources of the inputs, and when each was read. */
    List<Source> sources() {
        var sources = new ArrayList<Source>();
        sources.add(live.match(snapshot -> Source.read("cluster", at), why -> Source.unread("cluster", at, why)));
        sources.add(
                inventory.match(found -> Source.read("bundles", found.at()), why -> Source.unread("bundles", at, why)));
        inventory
                .value()
                .flatMap(BundleInventory::authentic)
                .ifPresent(known -> sources.add(Source.read("newest bundle", known.at())));
        catalog.value()
                .ifPresent(found -> found.listings().stream()
                        .map(RecoverabilityInputs::source)
                        .forEach(sources::add));
        return sources;
    }

    private static Source source(BackupCatalog.ComponentListing listing) {
        var name = "backup files of " + listing.component();
        if (listing.folder() instanceof BackupFolderListing.Skipped skipped) {
            return Source.unread(name, listing.at(), skipped.why());
        }
        if (listing.folder() instanceof BackupFolderListing.Failed failed) {
            return Source.unread(name, listing.at(), failed.why());
        }
        return Source.read(name, listing.at());
    }
}
