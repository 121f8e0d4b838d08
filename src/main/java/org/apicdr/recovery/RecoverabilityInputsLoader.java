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
import org.apicdr.core.Deadline;
import org.apicdr.core.ParallelExecutor;
import org.apicdr.core.Result;
import org.apicdr.recovery.point.RecoveryPoint;
import org.apicdr.recovery.point.RecoveryPointFinder;
import org.apicdr.subsystem.SubsystemQuery;
import org.apicdr.subsystem.SubsystemRef;
import org.apicdr.subsystem.SubsystemSnapshot;
import org.apicdr.verification.Drift;

/** Loads the inputs of all checks, concurrently where possible, and caches them for some seconds. */
@ApplicationScoped
class RecoverabilityInputsLoader {

    private static final int MAX_SUBSYSTEMS = 100;

    /** The number of newest backups that recovery points are looked up for. */
    private static final int MAX_POINTS = 10;

    /** Reads that others depend on get three fifths of the time, so that a server that hangs can still be reported. */
    private static final int FIRST_READS_FIFTHS = 3;

    private static final int FIFTHS = 5;

    private final RecoverabilitySources sources;
    private final BackupCatalogService backupCatalogService;
    private final RecoveryPointFinder recoveryPointFinder;
    private final ParallelExecutor parallelExecutor;
    private final Clock clock;
    private final Cache<SubsystemRef, RecoverabilityInputs> cache;

    RecoverabilityInputsLoader(
            RecoverabilitySources sources,
            BackupCatalogService backupCatalogService,
            RecoveryPointFinder recoveryPointFinder,
            ParallelExecutor parallelExecutor,
            Clock clock,
            Ticker ticker,
            RecoverabilityConfig config) {
        this.sources = sources;
        this.backupCatalogService = backupCatalogService;
        this.recoveryPointFinder = recoveryPointFinder;
        this.parallelExecutor = parallelExecutor;
        this.clock = clock;
        this.cache = Caffeine.newBuilder()
                .maximumSize(MAX_SUBSYSTEMS)
                .expireAfterWrite(config.maxAge())
                .ticker(ticker)
                .build();
    }

    /**
     * Returns the inputs for a subsystem. If the cluster is unavailable, the subsystem is identified by its bundles.
     *
     * @param fresh whether to bypass the cache
     * @throws org.apicdr.core.ServiceException {@code SUBSYSTEM_AMBIGUOUS}, or the failure of the cluster if the store has
     *     no bundles of the subsystem either
     */
    RecoverabilityInputs get(SubsystemQuery query, boolean fresh, Deadline deadline) {
        var target = sources.find(query, deadline);
        var cached = fresh ? null : cache.getIfPresent(target.ref());
        if (cached != null) {
            return cached;
        }
        var inputs = load(target, fresh, deadline);
        cache.put(target.ref(), inputs);
        return inputs;
    }

    private RecoverabilityInputs load(RecoverabilitySources.Target target, boolean fresh, Deadline deadline) {
        var at = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var first = Deadline.in(deadline.left().multipliedBy(FIRST_READS_FIFTHS).dividedBy(FIFTHS));
        var pendingInventory = parallelExecutor.start(() -> sources.bundleInventory(target.ref(), fresh, first));
        var pendingProofs = parallelExecutor.start(() -> sources.identityProofs(first));
        var pendingSkew = parallelExecutor.start(sources::clockSkew);
        var live = sources.live(target, first);
        var catalog =
                live.flatMap(snapshot -> Result.tryGet(() -> backupCatalogService.catalog(snapshot, fresh, deadline)));
        var inventory = await(pendingInventory, deadline);
        var recoveryPoints = inventory.flatMap(bundles -> recoveryPoints(live, catalog, fresh, deadline));
        var drift = live.flatMap(snapshot -> inventory.flatMap(bundles -> drift(snapshot, bundles, deadline)));
        // The host key of the server is known only after the bundles are listed.
        var storeAccount = inventory.flatMap(bundles -> Result.tryGet(sources::account));
        var identityProofs = await(pendingProofs, deadline);
        var skew = await(pendingSkew, deadline);
        return new RecoverabilityInputs(
                target.ref(), at, live, inventory, drift, catalog, recoveryPoints, storeAccount, identityProofs, skew);
    }

    private <T> Result<T> await(CompletableFuture<Result<T>> pending, Deadline deadline) {
        return Result.tryGet(() -> parallelExecutor.await(pending, deadline)).flatMap(result -> result);
    }

    private Result<List<RecoveryPoint>> recoveryPoints(
            Result<SubsystemSnapshot> live, Result<BackupCatalog> catalog, boolean fresh, Deadline deadline) {
        return live.flatMap(snapshot -> catalog.flatMap(
                found -> Result.tryGet(() -> recoveryPointFinder.find(snapshot, found, MAX_POINTS, fresh, deadline))));
    }

    private Result<Drift> drift(SubsystemSnapshot live, BundleInventory inventory, Deadline deadline) {
        return Result.tryGet(() -> sources.drift(live, inventory, deadline)).flatMap(result -> result);
    }
}
