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
import org.apicdr.backup.run.BundleCapture;
import org.apicdr.bundle.Bundle;
import org.apicdr.bundle.BundleId;
import org.apicdr.bundle.BundleInspection;
import org.apicdr.bundle.BundleInspectionCache;
import org.apicdr.bundle.BundleService;
import org.apicdr.bundle.StoredBundle;
import org.apicdr.capture.BundleSealer.NewBundle;
import org.apicdr.capture.StorePreparation.PreviousBundles;
import org.apicdr.core.Deadline;
import org.apicdr.core.LogContext;
import org.apicdr.core.ParallelExecutor;
import org.apicdr.core.Result;
import org.apicdr.core.ServiceException;
import org.apicdr.recovery.point.RecoveryPointDrafts;
import org.apicdr.subsystem.SubsystemRef;
import org.apicdr.subsystem.SubsystemService;
import org.apicdr.subsystem.SubsystemService.LocatedSubsystem;
import org.apicdr.subsystem.SubsystemSnapshot;
import org.apicdr.subsystem.UncoveredKinds;
import org.jspecify.annotations.Nullable;

/** Captures subsystems: reads, checks, packs, seals and publishes. */
@ApplicationScoped
public class CaptureService implements BundleCapture {

    private final SubsystemService subsystemService;
    private final UncoveredKinds uncoveredKinds;
    private final StorePathCheck storePathCheck;
    private final BundleService bundleService;
    private final BundleInspectionCache inspectionCache;
    private final RecoveryPointLookup recoveryPointLookup;
    private final BundleBuilder bundleBuilder;
    private final CaptureLock captureLock;
    private final ParallelExecutor parallelExecutor;
    private final CaptureMetrics metrics;
    private final Clock clock;

    CaptureService(
            SubsystemService subsystemService,
            UncoveredKinds uncoveredKinds,
            StorePathCheck storePathCheck,
            BundleService bundleService,
            BundleInspectionCache inspectionCache,
            RecoveryPointLookup recoveryPointLookup,
            BundleBuilder bundleBuilder,
            CaptureLock captureLock,
            ParallelExecutor parallelExecutor,
            CaptureMetrics metrics,
            Clock clock) {
        this.subsystemService = subsystemService;
        this.uncoveredKinds = uncoveredKinds;
        this.storePathCheck = storePathCheck;
        this.bundleService = bundleService;
        this.inspectionCache = inspectionCache;
        this.recoveryPointLookup = recoveryPointLookup;
        this.bundleBuilder = bundleBuilder;
        this.captureLock = captureLock;
        this.parallelExecutor = parallelExecutor;
        this.metrics = metrics;
        this.clock = clock;
    }

    @Override
    public BundleId captureWithBackups(
            SubsystemRef subsystem, @Nullable String reason, @Nullable String requestedBy, Deadline deadline) {
        return capture(CaptureCommand.withBackups(subsystem, reason, requestedBy), deadline)
                .stored()
                .id();
    }

    /**
     * Captures a subsystem. An automatic capture cannot be forced. It stores an unhealthy subsystem, or one with an
     * incomplete portal, as a dirty bundle if it differs from the newest bundle.
     *
     * @throws ServiceException if the subsystem must not or cannot be captured; nothing was stored then, unless its
     *     details say otherwise
     */
    public Captured capture(CaptureCommand command, Deadline deadline) {
        return metrics.record(command.trigger(), () -> locateAndCapture(command, deadline));
    }

    private Captured locateAndCapture(CaptureCommand command, Deadline deadline) {
        var start = clock.instant();
        try {
            var uncovered = uncoveredKinds.search(deadline);
            var located = subsystemService.locate(command.subsystem(), deadline);
            captureLock.acquire(located.ref());
            try {
                return captureLocated(command, located, uncovered, start, deadline);
            } finally {
                captureLock.release(located.ref());
            }
        } catch (ServiceException e) {
            throw e.notStored();
        }
    }

    /**
     * Captures a subsystem that no other capture uses. The store is prepared while the API server is being read. If the
     * capture is certain to create a bundle, recovery points are looked up at the same time.
     *
     * @param uncovered the search for resources that no bundle holds
     * @param start when the capture began
     */
    private Captured captureLocated(
            CaptureCommand command,
            LocatedSubsystem located,
            CompletableFuture<List<String>> uncovered,
            Instant start,
            Deadline deadline) {
        storePathCheck.requireOutsideBackupPaths(located.ref(), located.resources());
        boolean certain = !command.request().onlyIfChanged() && !command.automatic();
        try (var store = new StorePreparation(
                bundleService, inspectionCache, parallelExecutor, located.ref(), certain, deadline)) {
            var snapshot = subsystemService.snapshot(located, deadline).with(uncovered.join());
            boolean onlyIfChanged = command.request().onlyIfChanged() || (command.automatic() && snapshot.dirty());
            var earlyLookup = onlyIfChanged
                    ? Optional.<CompletableFuture<Result<RecoveryPointDrafts>>>empty()
                    : Optional.of(recoveryPointLookup.start(snapshot, store::listed, deadline));
            var previousBundles = store.previousBundles(snapshot);
            requirePreconditions(command, snapshot, previousBundles);
            if (onlyIfChanged) {
                var unchanged = bundleBuilder.unchanged(snapshot, previousBundles);
                if (unchanged.isPresent()) {
                    return unchanged(snapshot, unchanged.get());
                }
            }
            var recoveryPoints =
                    earlyLookup.orElseGet(() -> recoveryPointLookup.start(snapshot, store::listed, deadline));
            var createdAt = start.truncatedTo(ChronoUnit.SECONDS);
            var bundle = bundleBuilder.build(command, createdAt, snapshot, previousBundles, recoveryPoints);
            store.publish(bundle);
            log(command, bundle, snapshot, Duration.between(start, clock.instant()));
            return new Captured(bundle.inspection().bundle(), bundleService.view(bundle.inspection()), true);
        }
    }

    private static void requirePreconditions(
            CaptureCommand command, SubsystemSnapshot snapshot, PreviousBundles previousBundles) {
        var request = command.request();
        CapturePreconditions.requireSameInstallation(snapshot, previousBundles, request.adopt());
        CapturePreconditions.requireComplete(snapshot, request.force(), command.automatic());
        CapturePreconditions.requireHealthy(snapshot, request.force() || command.automatic());
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

    /** Logs a capture, and what an automatic one lacks, because no caller receives that in a response. */
    private static void log(CaptureCommand command, NewBundle bundle, SubsystemSnapshot snapshot, Duration duration) {
        var id = bundle.inspection().bundle().id();
        if (command.automatic() && !snapshot.missing().isEmpty()) {
            Log.warnf(
                    "Bundle %s is dirty: %s lacks %s. Put it back, and the next capture is complete.",
                    id, snapshot.ref(), String.join(", ", snapshot.missing()));
        }
        int secrets = snapshot.components().stream()
                .mapToInt(component -> component.secrets().size())
                .sum();
        int size = bundle.file().length;
        long millis = duration.toMillis();
        LogContext.withFields(
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
}
