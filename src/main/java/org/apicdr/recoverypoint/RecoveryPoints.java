package org.apicdr.recoverypoint;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apicdr.backup.BackupCatalog;
import org.apicdr.backup.DatabaseBackup;
import org.apicdr.bundle.Bundles;
import org.apicdr.bundle.KnownBundles;
import org.apicdr.bundle.Payload;
import org.apicdr.bundle.StoredBundle;
import org.apicdr.request.Deadline;
import org.apicdr.request.Parallel;
import org.apicdr.seal.Seals;
import org.apicdr.subsystem.Component;
import org.apicdr.subsystem.ComponentSnapshot;
import org.apicdr.subsystem.SubsystemSnapshot;
import org.apicdr.verification.PayloadOpening;
import org.jspecify.annotations.Nullable;

/** The points in time that a subsystem could be recovered to. */
@ApplicationScoped
public class RecoveryPoints {

    private final Bundles bundles;
    private final KnownBundles known;
    private final BundledKeyCache keyCache;
    private final PayloadOpening opening;
    private final Seals seals;
    private final Parallel parallel;
    private final PairingConfig config;
    private final Clock clock;

    RecoveryPoints(
            Bundles bundles,
            KnownBundles known,
            BundledKeyCache keyCache,
            PayloadOpening opening,
            Seals seals,
            Parallel parallel,
            PairingConfig config,
            Clock clock) {
        this.bundles = bundles;
        this.known = known;
        this.keyCache = keyCache;
        this.opening = opening;
        this.seals = seals;
        this.parallel = parallel;
        this.config = config;
        this.clock = clock;
    }

    /**
     * The points of the newest restorable database backups, newest first.
     *
     * @param limit how many at most
     * @param fresh whether bundles are read whatever is remembered of them
     * @throws org.apicdr.problem.RecoveryException {@code STORE_UNAVAILABLE}
     */
    public List<RecoveryPoint> of(
            SubsystemSnapshot live, BackupCatalog catalog, int limit, boolean fresh, Deadline deadline) {
        return find(new Question(live, catalog, limit, fresh, null), deadline).points(Optional.empty());
    }

    /**
     * The same while the subsystem is being captured: what is there now will be held by the bundle that is being made.
     *
     * @param listed the bundles that the capture has listed
     * @throws org.apicdr.problem.RecoveryException {@code STORE_UNAVAILABLE}
     */
    public KnownPoints atCapture(
            SubsystemSnapshot live, BackupCatalog catalog, List<StoredBundle> listed, int limit, Deadline deadline) {
        return find(new Question(live, catalog, limit, false, listed), deadline);
    }

    private KnownPoints find(Question question, Deadline deadline) {
        var live = question.live();
        var backups = question.backups();
        if (backups.isEmpty()) {
            return new KnownPoints(live.ref(), List.of());
        }
        var keys = keys(question, deadline);
        var portals = live.portals().stream().map(ComponentSnapshot::component).toList();
        return new KnownPoints(
                live.ref(),
                backups.stream()
                        .map(backup -> known(backup, pairing(backup, portals, question.catalog()), keys))
                        .toList());
    }

    private KeySearch keys(Question question, Deadline deadline) {
        var live = question.live();
        var lineage = live.management().component().lineage();
        var history = new BundleHistory(
                listed(question, deadline),
                bundle -> key(bundle, question, deadline)
                        .filter(key -> key.lineage().equals(lineage)),
                parallel,
                deadline);
        var taken = question.backups().stream().map(DatabaseBackup::taken).toList();
        var signingKeys = Stream.concat(Stream.of(seals.signingKey()), seals.formerSigningKeys().stream())
                .toList();
        var liveKey = LiveKey.of(live, clock.instant(), signingKeys);
        var comparison = new KeyComparison(liveKey, bundled -> open(bundled.bundle(), deadline));
        return new KeySearch(history.around(taken), liveKey, comparison, question.capturing());
    }

    private List<StoredBundle> listed(Question question, Deadline deadline) {
        var listed = question.listed();
        return listed == null
                ? bundles.holdings(question.live().ref(), deadline).bundles()
                : listed;
    }

    private Optional<BundledKey> key(StoredBundle bundle, Question question, Deadline deadline) {
        return question.capturing()
                ? keyCache.getBelieved(bundle, deadline)
                : keyCache.get(bundle, question.fresh(), deadline);
    }

    private Optional<Payload> open(StoredBundle bundle, Deadline deadline) {
        return known.get(bundle, false, deadline)
                .flatMap(found -> found.inspection().trusted())
                .flatMap(file -> opening.open(bundle, file.manifest(), deadline).payload());
    }

    private Pairing pairing(DatabaseBackup backup, List<Component> portals, BackupCatalog catalog) {
        return Pairing.of(backup, portals, catalog, config.pairWarn());
    }

    private static KnownPoints.Known known(DatabaseBackup backup, Pairing pairing, KeySearch keys) {
        return new KnownPoints.Known(backup, pairing, keys.of(backup.taken()));
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
