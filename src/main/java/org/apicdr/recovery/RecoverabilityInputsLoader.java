package org.apicdr.recovery;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apicdr.backup.BackupCatalog;
import org.apicdr.backup.BackupCatalogService;
import org.apicdr.bundle.StoreAccount;
import org.apicdr.core.Deadline;
import org.apicdr.core.ParallelExecutor;
import org.apicdr.recovery.point.RecoveryPoint;
import org.apicdr.recovery.point.RecoveryPointFinder;
import org.apicdr.subsystem.SubsystemQuery;
import org.apicdr.subsystem.SubsystemRef;
import org.apicdr.subsystem.SubsystemSnapshot;
import org.apicdr.verification.Drift;

/** Looks at all that a recovery needs, as much of it side by side as can be. A look is remembered for some seconds. */
@ApplicationScoped
class RecoverabilityInputsLoader {

    private static final int MAX_SUBSYSTEMS = 100;

    /** The newest usable backup is among so many, or there is none to speak of. */
    private static final int POINTS = 10;

    /** Of five parts of the time, three are for those looks that others wait for: a server that hangs is reported, too. */
    private static final int FIRST_LOOKS = 3;

    private static final int ALL_LOOKS = 5;

    private final RecoverabilitySources recoverabilitySources;
    private final BackupCatalogService backupCatalogService;
    private final RecoveryPointFinder points;
    private final DriftComparison driftComparison;
    private final ParallelExecutor parallelExecutor;
    private final Clock clock;
    private final Cache<SubsystemRef, RecoverabilityInputs> remembered;

    RecoverabilityInputsLoader(
            RecoverabilitySources recoverabilitySources,
            BackupCatalogService backupCatalogService,
            RecoveryPointFinder points,
            DriftComparison driftComparison,
            ParallelExecutor parallelExecutor,
            Clock clock,
            Ticker ticker,
            RecoverabilityConfig config) {
        this.recoverabilitySources = recoverabilitySources;
        this.backupCatalogService = backupCatalogService;
        this.points = points;
        this.driftComparison = driftComparison;
        this.parallelExecutor = parallelExecutor;
        this.clock = clock;
        this.remembered = Caffeine.newBuilder()
                .maximumSize(MAX_SUBSYSTEMS)
                .expireAfterWrite(config.maxAge())
                .ticker(ticker)
                .build();
    }

    /**
     * What there is to see of a subsystem. Where it cannot be seen, it is known by its bundles.
     *
     * @param fresh whether everything is looked at, whatever is remembered
     * @throws org.apicdr.core.ServiceException {@code SUBSYSTEM_AMBIGUOUS}, or what keeps it from being seen where the
     *     store does not know it either
     */
    RecoverabilityInputs take(SubsystemQuery query, boolean fresh, Deadline deadline) {
        var target = recoverabilitySources.find(query, deadline);
        var known = fresh ? null : remembered.getIfPresent(target.ref());
        if (known != null) {
            return known;
        }
        var recoverabilityInputs = look(target, fresh, deadline);
        remembered.put(target.ref(), recoverabilityInputs);
        return recoverabilityInputs;
    }

    private RecoverabilityInputs look(RecoverabilitySources.Target target, boolean fresh, Deadline deadline) {
        var at = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var first = Deadline.in(deadline.left().multipliedBy(FIRST_LOOKS).dividedBy(ALL_LOOKS));
        var looking = parallelExecutor.start(() -> recoverabilitySources.stock(target.ref(), fresh, first));
        var skewing = parallelExecutor.start(recoverabilitySources::skew);
        var live = recoverabilitySources.live(target, first);
        var catalog = live.match(
                snapshot -> Seen.look(() -> backupCatalogService.catalog(snapshot, fresh, deadline)),
                Seen::<BackupCatalog>nothing);
        var stock = await(looking, deadline);
        var points = stock.match(bundles -> points(live, catalog, fresh, deadline), Seen::<List<RecoveryPoint>>nothing);
        var drift = live.match(
                snapshot -> stock.match(bundles -> drift(snapshot, bundles, deadline), Seen::<Drift>nothing),
                Seen::<Drift>nothing);
        return new RecoverabilityInputs(
                target.ref(), at, live, stock, drift, catalog, points, place(stock), await(skewing, deadline));
    }

    private Seen<Drift> drift(SubsystemSnapshot live, BundleInventory stock, Deadline deadline) {
        return Seen.look(() -> driftComparison.drift(live, stock, deadline)).match(seen -> seen, Seen::nothing);
    }

    /** Which key the server has is known once the bundles were listed. */
    private Seen<StoreAccount> place(Seen<BundleInventory> stock) {
        return stock.match(listed -> Seen.look(recoverabilitySources::place), Seen::<StoreAccount>nothing);
    }

    private <T> Seen<T> await(CompletableFuture<Seen<T>> look, Deadline deadline) {
        return Seen.look(() -> parallelExecutor.await(look, deadline)).match(seen -> seen, Seen::nothing);
    }

    private Seen<List<RecoveryPoint>> points(
            Seen<SubsystemSnapshot> live, Seen<BackupCatalog> catalog, boolean fresh, Deadline deadline) {
        return live.match(
                snapshot -> catalog.match(
                        found -> Seen.look(() -> points.of(snapshot, found, POINTS, fresh, deadline)),
                        Seen::<List<RecoveryPoint>>nothing),
                Seen::<List<RecoveryPoint>>nothing);
    }
}
