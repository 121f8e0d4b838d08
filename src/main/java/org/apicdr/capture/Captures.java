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
import org.apicdr.bundle.BundleStore;
import org.apicdr.bundle.Bundles;
import org.apicdr.bundle.Inspection;
import org.apicdr.bundle.StoredBundle;
import org.apicdr.log.LogFields;
import org.apicdr.problem.RecoveryException;
import org.apicdr.request.Deadline;
import org.apicdr.subsystem.Sighting;
import org.apicdr.subsystem.SubsystemSnapshot;
import org.apicdr.subsystem.Subsystems;
import org.apicdr.subsystem.UncoveredKinds;

/** The capture of a subsystem: read it, check it, pack and seal it, publish it. */
@ApplicationScoped
public class Captures {

    private final Subsystems subsystems;
    private final UncoveredKinds uncoveredKinds;
    private final Bundles bundles;
    private final BundleStore store;
    private final BundleMaking making;
    private final Outlooks outlooks;
    private final CaptureSlots slots;
    private final Preparations preparations;
    private final CaptureMetrics metrics;
    private final Clock clock;

    Captures(
            Subsystems subsystems,
            UncoveredKinds uncoveredKinds,
            Bundles bundles,
            BundleStore store,
            BundleMaking making,
            Outlooks outlooks,
            CaptureSlots slots,
            Preparations preparations,
            CaptureMetrics metrics,
            Clock clock) {
        this.subsystems = subsystems;
        this.uncoveredKinds = uncoveredKinds;
        this.bundles = bundles;
        this.store = store;
        this.making = making;
        this.outlooks = outlooks;
        this.slots = slots;
        this.preparations = preparations;
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * Captures a subsystem. Where nobody asked for it, nobody can force it either: an unhealthy one, or one with an
     * incomplete portal, is captured, marked dirty, if it differs from the newest bundle.
     *
     * @throws RecoveryException where it must not or cannot be captured; nothing was stored then,
     *     unless the evidence says otherwise
     */
    public Captured capture(CaptureCall call, Deadline deadline) {
        return metrics.record(call.trigger(), () -> run(call, deadline));
    }

    private Captured run(CaptureCall call, Deadline deadline) {
        var run = new Run(call, clock.instant());
        try {
            var uncovered = uncoveredKinds.look(deadline);
            var sighting = subsystems.sight(call.subsystem(), deadline);
            return slots.alone(sighting.ref(), () -> capture(run, sighting, uncovered, deadline));
        } catch (RecoveryException e) {
            throw e.notStored();
        }
    }

    /**
     * The store is asked for what a capture needs of it while the API server is being read, and for recovery points while it
     * answers; not for these where nothing may come of the capture.
     */
    private Captured capture(Run run, Sighting sighting, CompletableFuture<List<String>> uncovered, Deadline deadline) {
        Guards.reserved(sighting.resources(), store.place(), store.path(sighting.ref()));
        boolean certain = !run.call().order().onlyIfChanged() && !run.call().automatic();
        try (var prepared = preparations.begin(sighting.ref(), certain, deadline)) {
            var snapshot = subsystems.snapshot(sighting, deadline).with(uncovered.join());
            return capture(run, snapshot, prepared, deadline);
        }
    }

    private Captured capture(Run run, SubsystemSnapshot snapshot, Preparation prepared, Deadline deadline) {
        boolean certain = !run.onlyIfChanged(snapshot);
        var early = certain
                ? Optional.of(outlooks.start(snapshot, prepared::listed, deadline))
                : Optional.<PendingOutlook>empty();
        var history = prepared.history(snapshot);
        check(snapshot, history, run);
        var unchanged = certain ? Optional.<Inspection>empty() : making.unchanged(snapshot, history);
        if (unchanged.isPresent()) {
            return unchanged(snapshot, unchanged.get());
        }
        var outlook = early.orElseGet(() -> outlooks.start(snapshot, prepared::listed, deadline));
        var bundle = making.make(run.occasion(snapshot, history), outlook);
        prepared.publish(bundle);
        preparations.made(bundle.inspection());
        warn(run.call(), bundle, snapshot);
        log(bundle, snapshot, Duration.between(run.start(), clock.instant()));
        return new Captured(bundle.inspection().bundle(), bundles.view(bundle.inspection()), true);
    }

    private Captured unchanged(SubsystemSnapshot snapshot, Inspection newest) {
        Log.infof(
                "nothing captured: %s %s and has not changed since %s",
                snapshot.ref(), condition(snapshot), newest.bundle().id());
        return new Captured(newest.bundle(), bundles.view(newest), false);
    }

    private static String condition(SubsystemSnapshot snapshot) {
        if (!snapshot.healthy()) {
            return "is not healthy";
        }
        return snapshot.missing().isEmpty() ? "is healthy" : "lacks " + String.join(", ", snapshot.missing());
    }

    private void check(SubsystemSnapshot snapshot, History history, Run run) {
        var order = run.call().order();
        Guards.identity(snapshot, history, order.adopt());
        Guards.complete(snapshot, order.force(), run.call().automatic());
        Guards.healthy(snapshot, order.force() || run.call().automatic());
    }

    /** Logs what an automatic bundle lacks: no caller sees it in an answer. */
    private static void warn(CaptureCall call, NewBundle bundle, SubsystemSnapshot snapshot) {
        if (call.automatic() && !snapshot.missing().isEmpty()) {
            Log.warnf(
                    "Bundle %s is dirty: %s lacks %s. Put it back, and the next capture is complete.",
                    bundle.inspection().bundle().id(), snapshot.ref(), String.join(", ", snapshot.missing()));
        }
    }

    private static void log(NewBundle bundle, SubsystemSnapshot snapshot, Duration took) {
        int secrets = snapshot.components().stream()
                .mapToInt(component -> component.secrets().size())
                .sum();
        var id = bundle.inspection().bundle().id();
        int size = bundle.file().length;
        long millis = took.toMillis();
        LogFields.with(
                Map.of("bundleId", id, "secrets", secrets, "sizeBytes", size, "durationMillis", millis),
                () -> Log.infof("captured %s: %d secrets, %d bytes, %d ms", id, secrets, size, millis));
    }

    /**
     * What a capture came to.
     *
     * @param stored the bundle, where it lies
     * @param bundle the bundle as callers see it
     * @param created whether it is new
     */
    public record Captured(StoredBundle stored, Bundle bundle, boolean created) {}

    /** One capture from its beginning. */
    private record Run(CaptureCall call, Instant start) {

        boolean onlyIfChanged(SubsystemSnapshot snapshot) {
            return call.order().onlyIfChanged() || (call.automatic() && snapshot.dirty());
        }

        BundleMaking.Occasion occasion(SubsystemSnapshot snapshot, History history) {
            return new BundleMaking.Occasion(snapshot, history, start.truncatedTo(ChronoUnit.SECONDS), call);
        }
    }
}
