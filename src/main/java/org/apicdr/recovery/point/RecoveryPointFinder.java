package org.apicdr.recovery.point;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.apicdr.backup.BackupCatalog;
import org.apicdr.backup.DatabaseBackup;
import org.apicdr.bundle.BundleInspectionCache;
import org.apicdr.bundle.BundleInspector;
import org.apicdr.bundle.BundleService;
import org.apicdr.bundle.OpenedPayload.Selection;
import org.apicdr.bundle.Payload;
import org.apicdr.bundle.StoredBundle;
import org.apicdr.core.Deadline;
import org.apicdr.core.ParallelExecutor;
import org.apicdr.crypto.SealingKeys;
import org.apicdr.subsystem.ComponentSnapshot;
import org.apicdr.subsystem.SubsystemSnapshot;
import org.jspecify.annotations.Nullable;

/** Finds the points in time that a subsystem can be recovered to. */
@ApplicationScoped
public class RecoveryPointFinder {

    private final BundleService bundleService;
    private final BundleInspectionCache inspections;
    private final BundledEncryptionKeyCache keyCache;
    private final BundleInspector bundleInspector;
    private final SealingKeys sealingKeys;
    private final ParallelExecutor parallelExecutor;
    private final PairingConfig config;
    private final Clock clock;

    RecoveryPointFinder(
            BundleService bundleService,
            BundleInspectionCache inspections,
            BundledEncryptionKeyCache keyCache,
            BundleInspector bundleInspector,
            SealingKeys sealingKeys,
            ParallelExecutor parallelExecutor,
            PairingConfig config,
            Clock clock) {
        this.bundleService = bundleService;
        this.inspections = inspections;
        this.keyCache = keyCache;
        this.bundleInspector = bundleInspector;
        this.sealingKeys = sealingKeys;
        this.parallelExecutor = parallelExecutor;
        this.config = config;
        this.clock = clock;
    }

    /**
     * Returns the recovery points of the newest restorable database backups, newest first.
     *
     * @param limit the maximum number of points
     * @param fresh whether bundles are read even if they are cached, or known not to be authentic
     * @throws org.apicdr.core.ServiceException {@code STORE_UNAVAILABLE}
     */
    public List<RecoveryPoint> find(
            SubsystemSnapshot live, BackupCatalog catalog, int limit, boolean fresh, Deadline deadline) {
        return search(new Search(live, catalog, limit, fresh, null), deadline).points(Optional.empty());
    }

    /**
     * Returns the recovery points during a capture, counting the new bundle as one that contains the current key.
     *
     * @param listed the bundles that the capture has listed, newest first
     * @throws org.apicdr.core.ServiceException {@code STORE_UNAVAILABLE}
     */
    public RecoveryPointDrafts atCapture(
            SubsystemSnapshot live, BackupCatalog catalog, List<StoredBundle> listed, int limit, Deadline deadline) {
        return search(new Search(live, catalog, limit, false, listed), deadline);
    }

    private RecoveryPointDrafts search(Search search, Deadline deadline) {
        var live = search.live();
        var backups = search.backups();
        if (backups.isEmpty()) {
            return new RecoveryPointDrafts(live.ref(), List.of());
        }
        var keys = keys(search, deadline);
        var portals = live.portals().stream().map(ComponentSnapshot::component).toList();
        return new RecoveryPointDrafts(
                live.ref(),
                backups.stream()
                        .map(backup -> new RecoveryPointDrafts.Draft(
                                backup,
                                BackupPairing.of(backup, portals, search.catalog(), config.pairWarn()),
                                keys.find(backup.taken())))
                        .toList());
    }

    private EncryptionKeyFinder keys(Search search, Deadline deadline) {
        var live = search.live();
        var lineage = live.management().component().lineage();
        var history = new BundleKeyHistory(
                listed(search, deadline),
                search.fresh() ? any -> true : bundleInspector.notAuthentic().negate(),
                bundle -> keyCache.getCached(bundle, search.capturing())
                        .filter(key -> !search.fresh() && key.lineage().equals(lineage)),
                bundle -> key(bundle, search, deadline)
                        .filter(key -> key.lineage().equals(lineage)),
                parallelExecutor,
                deadline);
        var taken = search.backups().stream().map(DatabaseBackup::taken).toList();
        var comparator = EncryptionKeyComparator.of(
                live, sealingKeys.signingKeys(), bundled -> open(bundled.bundle(), deadline));
        return new EncryptionKeyFinder(history.keysAround(taken), comparator, clock.instant(), search.capturing());
    }

    private List<StoredBundle> listed(Search search, Deadline deadline) {
        var listed = search.listed();
        return listed == null
                ? bundleService.folderContents(search.live().ref(), deadline).bundles()
                : listed;
    }

    private Optional<BundledEncryptionKey> key(StoredBundle bundle, Search search, Deadline deadline) {
        return search.capturing()
                ? keyCache.getCachedOrRead(bundle, deadline)
                : keyCache.get(bundle, search.fresh(), deadline);
    }

    private Optional<Payload> open(StoredBundle bundle, Deadline deadline) {
        return inspections
                .get(bundle, false, deadline)
                .flatMap(found -> found.inspection().trusted())
                .flatMap(file -> bundleInspector
                        .open(bundle, file.manifest(), Selection.RESOURCES, deadline)
                        .payload());
    }

    /**
     * The parameters of a search.
     *
     * @param listed the bundles that the capture has listed, newest first; null if the subsystem is not being captured
     */
    private record Search(
            SubsystemSnapshot live,
            BackupCatalog catalog,
            int limit,
            boolean fresh,
            @Nullable List<StoredBundle> listed) {

        boolean capturing() {
            return listed != null;
        }

        List<DatabaseBackup> backups() {
            return catalog.database().stream()
                    .filter(DatabaseBackup::restorable)
                    .limit(limit)
                    .toList();
        }
    }
}
