package org.apicdr.recovery.point;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apicdr.backup.BackupCatalog;
import org.apicdr.backup.DatabaseBackup;
import org.apicdr.bundle.BundleInspectionCache;
import org.apicdr.bundle.BundleService;
import org.apicdr.bundle.Payload;
import org.apicdr.bundle.StoredBundle;
import org.apicdr.core.Deadline;
import org.apicdr.core.ParallelExecutor;
import org.apicdr.crypto.SealingKeys;
import org.apicdr.subsystem.ComponentSnapshot;
import org.apicdr.subsystem.SubsystemComponent;
import org.apicdr.subsystem.SubsystemSnapshot;
import org.apicdr.verification.PayloadOpener;
import org.jspecify.annotations.Nullable;

/** The points in time that a subsystem could be recovered to. */
@ApplicationScoped
public class RecoveryPointFinder {

    private final BundleService bundleService;
    private final BundleInspectionCache known;
    private final BundledEncryptionKeyCache keyCache;
    private final PayloadOpener opening;
    private final SealingKeys sealingKeys;
    private final ParallelExecutor parallelExecutor;
    private final PairingConfig config;
    private final Clock clock;

    RecoveryPointFinder(
            BundleService bundleService,
            BundleInspectionCache known,
            BundledEncryptionKeyCache keyCache,
            PayloadOpener opening,
            SealingKeys sealingKeys,
            ParallelExecutor parallelExecutor,
            PairingConfig config,
            Clock clock) {
        this.bundleService = bundleService;
        this.known = known;
        this.keyCache = keyCache;
        this.opening = opening;
        this.sealingKeys = sealingKeys;
        this.parallelExecutor = parallelExecutor;
        this.config = config;
        this.clock = clock;
    }

    /**
     * The points of the newest restorable database backups, newest first.
     *
     * @param limit how many at most
     * @param fresh whether bundles are read whatever is remembered of them
     * @throws org.apicdr.core.ServiceException {@code STORE_UNAVAILABLE}
     */
    public List<RecoveryPoint> of(
            SubsystemSnapshot live, BackupCatalog catalog, int limit, boolean fresh, Deadline deadline) {
        return find(new Question(live, catalog, limit, fresh, null), deadline).points(Optional.empty());
    }

    /**
     * The same while the subsystem is being captured: what is there now will be held by the bundle that is being made.
     *
     * @param listed the bundles that the capture has listed
     * @throws org.apicdr.core.ServiceException {@code STORE_UNAVAILABLE}
     */
    public RecoveryPointDrafts atCapture(
            SubsystemSnapshot live, BackupCatalog catalog, List<StoredBundle> listed, int limit, Deadline deadline) {
        return find(new Question(live, catalog, limit, false, listed), deadline);
    }

    private RecoveryPointDrafts find(Question question, Deadline deadline) {
        var live = question.live();
        var backups = question.backups();
        if (backups.isEmpty()) {
            return new RecoveryPointDrafts(live.ref(), List.of());
        }
        var keys = keys(question, deadline);
        var portals = live.portals().stream().map(ComponentSnapshot::component).toList();
        return new RecoveryPointDrafts(
                live.ref(),
                backups.stream()
                        .map(backup -> known(backup, pairing(backup, portals, question.catalog()), keys))
                        .toList());
    }

    private EncryptionKeyFinder keys(Question question, Deadline deadline) {
        var live = question.live();
        var lineage = live.management().component().lineage();
        var history = new BundleKeyHistory(
                listed(question, deadline),
                bundle -> key(bundle, question, deadline)
                        .filter(key -> key.lineage().equals(lineage)),
                parallelExecutor,
                deadline);
        var taken = question.backups().stream().map(DatabaseBackup::taken).toList();
        var signingKeys = Stream.concat(Stream.of(sealingKeys.signingKey()), sealingKeys.formerSigningKeys().stream())
                .toList();
        var currentEncryptionKey = CurrentEncryptionKey.of(live, clock.instant(), signingKeys);
        var comparison = new EncryptionKeyComparator(currentEncryptionKey, bundled -> open(bundled.bundle(), deadline));
        return new EncryptionKeyFinder(
                history.keysAround(taken), currentEncryptionKey, comparison, question.capturing());
    }

    private List<StoredBundle> listed(Question question, Deadline deadline) {
        var listed = question.listed();
        return listed == null
                ? bundleService.holdings(question.live().ref(), deadline).bundles()
                : listed;
    }

    private Optional<BundledEncryptionKey> key(StoredBundle bundle, Question question, Deadline deadline) {
        return question.capturing()
                ? keyCache.getBelieved(bundle, deadline)
                : keyCache.get(bundle, question.fresh(), deadline);
    }

    private Optional<Payload> open(StoredBundle bundle, Deadline deadline) {
        return known.get(bundle, false, deadline)
                .flatMap(found -> found.inspection().trusted())
                .flatMap(file -> opening.open(bundle, file.manifest(), deadline).payload());
    }

    private BackupPairing pairing(DatabaseBackup backup, List<SubsystemComponent> portals, BackupCatalog catalog) {
        return BackupPairing.of(backup, portals, catalog, config.pairWarn());
    }

    private static RecoveryPointDrafts.Known known(
            DatabaseBackup backup, BackupPairing backupPairing, EncryptionKeyFinder keys) {
        return new RecoveryPointDrafts.Known(backup, backupPairing, keys.of(backup.taken()));
    }

    /**
     * What is asked for.
     *
     * @param listed what the capture of the live subsystem has listed; null if it is not being captured
     */
    private record Question(
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
