package org.apicdr.monitoring;

import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apicdr.bundle.Manifest;
import org.apicdr.capture.CaptureWarmUp;
import org.apicdr.core.Deadline;
import org.apicdr.core.DeadlineFactory;
import org.apicdr.core.LogContext;
import org.apicdr.core.Result;
import org.apicdr.core.ServiceException;
import org.apicdr.recovery.BundleInventory;
import org.apicdr.recovery.RecoverabilitySources;
import org.apicdr.subsystem.Subsystem;
import org.apicdr.subsystem.SubsystemQuery;
import org.apicdr.subsystem.SubsystemRef;
import org.apicdr.subsystem.SubsystemService;
import org.apicdr.subsystem.SubsystemSnapshot;

/** Compares every subsystem with its newest bundle periodically, to keep the gauge of unprotected time up to date. */
@ApplicationScoped
class DriftMonitor {

    private final SubsystemService subsystemService;
    private final RecoverabilitySources recoverabilitySources;
    private final UnprotectedTimeGauge unprotected;
    private final CaptureWarmUp captureWarmUp;
    private final DeadlineFactory deadlineFactory;

    /** Why subsystems cannot be compared, so that each reason is logged once. Not thread-safe. */
    private final Map<SubsystemRef, String> unknown = new HashMap<>();

    /** The subsystems whose capture code was warmed up. Not thread-safe. */
    private final Set<SubsystemRef> warmedUp = new HashSet<>();

    DriftMonitor(
            SubsystemService subsystemService,
            RecoverabilitySources recoverabilitySources,
            UnprotectedTimeGauge unprotected,
            CaptureWarmUp captureWarmUp,
            DeadlineFactory deadlineFactory) {
        this.subsystemService = subsystemService;
        this.recoverabilitySources = recoverabilitySources;
        this.unprotected = unprotected;
        this.captureWarmUp = captureWarmUp;
        this.deadlineFactory = deadlineFactory;
    }

    // Delayed so that it does not slow down the start.
    @Scheduled(every = "{apic-dr.recoverability.every}", delayed = "1s", concurrentExecution = ConcurrentExecution.SKIP)
    void compareWithBundles() {
        LogContext.runWithNewId(this::compareAll);
    }

    /** Keeps the last result if the cluster is unavailable; health checks and metrics report that. */
    private void compareAll() {
        try {
            var visible = subsystemService.visible(deadlineFactory.start());
            visible.forEach(this::compare);
            var refs = visible.stream().map(Subsystem::ref).toList();
            unprotected.keep(refs);
            warmedUp.retainAll(refs);
        } catch (ServiceException e) {
            Log.debugf("Comparing the subsystems with their bundles failed: %s", e.getMessage());
        }
    }

    private void compare(Subsystem subsystem) {
        var ref = subsystem.ref();
        try {
            var why = compare(ref, deadlineFactory.start());
            note(ref, why);
        } catch (ServiceException e) {
            note(ref, String.valueOf(e.getMessage()));
        }
    }

    /** Compares a subsystem with its newest bundle and returns why that failed; empty if it did not. */
    private String compare(SubsystemRef ref, Deadline deadline) {
        var query = new SubsystemQuery(ref.namespace(), ref.cluster());
        var live = recoverabilitySources.live(recoverabilitySources.find(query, deadline), deadline);
        var inventory = recoverabilitySources.bundleInventory(ref, false, deadline);
        return live.flatMap(snapshot -> inventory.flatMap(bundles -> {
                    var drifted = updateGauge(snapshot, bundles, deadline);
                    warmUpOnce(snapshot, bundles);
                    return drifted;
                }))
                .match(drifted -> "", why -> why);
    }

    private void warmUpOnce(SubsystemSnapshot live, BundleInventory inventory) {
        if (warmedUp.add(live.ref())) {
            captureWarmUp.warmUp(live, inventory.listed(), inventory.inspection(), deadlineFactory.start());
        }
    }

    /** Updates the gauge and returns whether the subsystem differs from its newest bundle, or why that is unknown. */
    private Result<Boolean> updateGauge(SubsystemSnapshot live, BundleInventory inventory, Deadline deadline) {
        var management = live.management().component();
        var captured = inventory
                .manifest()
                .filter(manifest -> manifest.management().lineage().equals(management.lineage()))
                .map(Manifest::capturedAt);
        if (captured.isEmpty()) {
            unprotected.isUnprotected(live.ref(), created(live));
            return Result.of(true);
        }
        return recoverabilitySources.drift(live, inventory, deadline).flatMap(drift -> {
            if (drift.isEmpty()) {
                unprotected.isProtected(live.ref());
            } else {
                unprotected.isUnprotected(live.ref(), captured.get());
            }
            return Result.of(!drift.isEmpty());
        });
    }

    /** Returns when the subsystem was created: without a bundle it was never protected. */
    private static Instant created(SubsystemSnapshot live) {
        var text = live.management()
                .component()
                .resource()
                .at("/metadata/creationTimestamp")
                .asText();
        return text.isEmpty() ? Instant.EPOCH : Instant.parse(text);
    }

    private void note(SubsystemRef ref, String why) {
        var before = why.isEmpty() ? unknown.remove(ref) : unknown.put(ref, why);
        if (!why.isEmpty() && !why.equals(before)) {
            Log.warnf("Comparing %s with its newest bundle failed: %s", ref, why);
        }
    }
}
