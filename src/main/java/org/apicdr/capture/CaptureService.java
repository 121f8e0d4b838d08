package org.apicdr.capture;

import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apicdr.bundle.Bundle;
import org.apicdr.bundle.BundleInspection;
import org.apicdr.bundle.BundleInspectionCache;
import org.apicdr.bundle.BundleService;
import org.apicdr.bundle.BundleStore;
import org.apicdr.bundle.StoredBundle;
import org.apicdr.core.Deadline;
import org.apicdr.core.MdcFields;
import org.apicdr.core.ParallelExecutor;
import org.apicdr.core.ServiceException;
import org.apicdr.subsystem.LocatedSubsystem;
import org.apicdr.subsystem.SubsystemService;
import org.apicdr.subsystem.SubsystemSnapshot;
import org.apicdr.subsystem.UncoveredKinds;

/** Captures subsystems: reads, checks, packs, seals and publishes. */
@ApplicationScoped
public class CaptureService {

    private final SubsystemService subsystemService;
    private final UncoveredKinds uncoveredKinds;
    private final BundleService bundleService;
    private final BundleStore store;
    private final BundleBuilder bundleBuilder;
    private final RecoveryPointLookup recoveryPointLookup;
    private final CaptureLock slots;
    private final BundleInspectionCache inspectionCache;
    private final ParallelExecutor parallelExecutor;
    private final CaptureMetrics metrics;
    private final Clock clock;

    CaptureService(
            SubsystemService subsystemService,
            UncoveredKinds uncoveredKinds,
            BundleService bundleService,
            BundleStore store,
            BundleBuilder bundleBuilder,
            RecoveryPointLookup recoveryPointLookup,
            CaptureLock slots,
            BundleInspectionCache inspectionCache,
            ParallelExecutor parallelExecutor,
            CaptureMetrics metrics,
            Clock clock) {
        this.subsystemService = subsystemService;
        this.uncoveredKinds = uncoveredKinds;
        this.bundleService = bundleService;
        this.store = store;
        this.bundleBuilder = bundleBuilder;
        this.recoveryPointLookup = recoveryPointLookup;
        this.slots = slots;
        this.inspectionCache = inspectionCache;
        this.parallelExecutor = parallelExecutor;
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * Captures a subsystem. An automatic capture cannot be forced. It stores an unhealthy subsystem, or one with an
     * incomplete portal, as a dirty bundle if it differs from the newest bundle.
     *
     * @throws ServiceException if the subsystem must not or cannot be captured; nothing was stored then, unless its
     *     details say otherwise
     */
    public Captured capture(CaptureCommand call, Deadline deadline) {
        return metrics.record(call.trigger(), () -> run(call, deadline));
    }

    private Captured run(CaptureCommand call, Deadline deadline) {
        var run = new Run(call, clock.instant());
        try {
            var uncovered = uncoveredKinds.search(deadline);
            var locatedSubsystem = subsystemService.locate(call.subsystem(), deadline);
            return slots.runExclusively(
                    locatedSubsystem.ref(), () -> capture(run, locatedSubsystem, uncovered, deadline));
        } catch (ServiceException e) {
            throw e.notStored();
        }
    }

    /**
     * Prepares the store while the API server is being read. The search for recovery points runs in parallel only if
     * the capture is certain to create a bundle.
     */
    private Captured capture(
            Run run, LocatedSubsystem locatedSubsystem, CompletableFuture<List<String>> uncovered, Deadline deadline) {
        CapturePreconditions.requireStoreOutsideBackupPath(
                locatedSubsystem.resources(), store.account(), store.path(locatedSubsystem.ref()));
        boolean certain = !run.call().request().onlyIfChanged() && !run.call().automatic();
        try (var prepared = new StorePreparation(
                bundleService, inspectionCache, parallelExecutor, locatedSubsystem.ref(), certain, deadline)) {
            var snapshot = subsystemService.snapshot(locatedSubsystem, deadline).with(uncovered.join());
            return capture(run, snapshot, prepared, deadline);
        }
    }

    private Captured capture(Run run, SubsystemSnapshot snapshot, StorePreparation prepared, Deadline deadline) {
        boolean certain = !run.onlyIfChanged(snapshot);
        var earlyLookup = certain
                ? Optional.of(recoveryPointLookup.start(snapshot, prepared::listed, deadline))
                : Optional.<RecoveryPointLookup.PendingRecoveryPoints>empty();
        var previousBundles = prepared.previousBundles(snapshot);
        check(snapshot, previousBundles, run);
        var unchanged =
                certain ? Optional.<BundleInspection>empty() : bundleBuilder.unchanged(snapshot, previousBundles);
        if (unchanged.isPresent()) {
            return unchanged(snapshot, unchanged.get());
        }
        var outlook = earlyLookup.orElseGet(() -> recoveryPointLookup.start(snapshot, prepared::listed, deadline));
        var bundle = bundleBuilder.make(run.occasion(snapshot, previousBundles), outlook);
        prepared.publish(bundle);
        warn(run.call(), bundle, snapshot);
        log(bundle, snapshot, Duration.between(run.start(), clock.instant()));
        return new Captured(bundle.inspection().bundle(), bundleService.view(bundle.inspection()), true);
    }

    private Captured unchanged(SubsystemSnapshot snapshot, BundleInspection newest) {
        Log.infof(
                "Nothing captured: %s %s and has not changed since %s",
                snapshot.ref(), describeHealth(snapshot), newest.bundle().id());
        return new Captured(newest.bundle(), bundleService.view(newest), false);
    }

    private static String describeHealth(SubsystemSnapshot snapshot) {
        if (!snapshot.healthy()) {
            return "is not healthy";
        }
        return snapshot.missing().isEmpty() ? "is healthy" : "lacks " + String.join(", ", snapshot.missing());
    }

    private void check(SubsystemSnapshot snapshot, PreviousBundles previousBundles, Run run) {
        var order = run.call().request();
        CapturePreconditions.requireSameInstallation(snapshot, previousBundles, order.adopt());
        CapturePreconditions.requireComplete(snapshot, order.force(), run.call().automatic());
        CapturePreconditions.requireHealthy(
                snapshot, order.force() || run.call().automatic());
    }

    /** Logs what an automatic bundle lacks, because no caller receives it in a response. */
    private static void warn(CaptureCommand call, NewBundle bundle, SubsystemSnapshot snapshot) {
        if (call.automatic() && !snapshot.missing().isEmpty()) {
            Log.warnf(
                    "Bundle %s is dirty: %s lacks %s. Put it back, and the next capture is complete.",
                    bundle.inspection().bundle().id(), snapshot.ref(), String.join(", ", snapshot.missing()));
        }
    }

    private static void log(NewBundle bundle, SubsystemSnapshot snapshot, Duration duration) {
        int secrets = snapshot.components().stream()
                .mapToInt(component -> component.secrets().size())
                .sum();
        var id = bundle.inspection().bundle().id();
        int size = bundle.file().length;
        long millis = duration.toMillis();
        MdcFields.with(
                Map.of("bundleId", id, "secrets", secrets, "sizeBytes", size, "durationMillis", millis),
                () -> Log.infof("Captured %s: %d secrets, %d bytes, %d ms", id, secrets, size, millis));
    }

    /**
     * The result of a capture.
     *
     * @param stored the bundle on the store
     * @param bundle the bundle as callers see it
     * @param created whether the bundle is new
     */
    public record Captured(StoredBundle stored, Bundle bundle, boolean created) {}

    /** A capture in progress. */
    private record Run(CaptureCommand call, Instant start) {

        boolean onlyIfChanged(SubsystemSnapshot snapshot) {
            return call.request().onlyIfChanged() || (call.automatic() && snapshot.dirty());
        }

        BundleBuilder.CaptureInput occasion(SubsystemSnapshot snapshot, PreviousBundles previousBundles) {
            return new BundleBuilder.CaptureInput(
                    snapshot, previousBundles, start.truncatedTo(ChronoUnit.SECONDS), call);
        }
    }
}
