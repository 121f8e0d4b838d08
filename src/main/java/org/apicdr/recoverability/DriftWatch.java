package org.apicdr.recoverability;

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
import org.apicdr.capture.CaptureRehearsal;
import org.apicdr.log.RequestIds;
import org.apicdr.problem.RecoveryException;
import org.apicdr.request.Deadline;
import org.apicdr.request.Deadlines;
import org.apicdr.subsystem.Subsystem;
import org.apicdr.subsystem.SubsystemQuery;
import org.apicdr.subsystem.SubsystemRef;
import org.apicdr.subsystem.SubsystemSnapshot;
import org.apicdr.subsystem.Subsystems;

/** Compares every subsystem with its newest bundle again and again, so that the gauge tells without being asked. */
@ApplicationScoped
class DriftWatch {

    private final Subsystems subsystems;
    private final Looks looks;
    private final Comparison comparison;
    private final UnprotectedTime unprotected;
    private final CaptureRehearsal rehearsal;
    private final Deadlines deadlines;

    /** What keeps a subsystem from being compared, so that each reason is one line. Not thread-safe. */
    private final Map<SubsystemRef, String> unknown = new HashMap<>();

    /** The subsystems whose capture was rehearsed. Not thread-safe. */
    private final Set<SubsystemRef> rehearsed = new HashSet<>();

    DriftWatch(
            Subsystems subsystems,
            Looks looks,
            Comparison comparison,
            UnprotectedTime unprotected,
            CaptureRehearsal rehearsal,
            Deadlines deadlines) {
        this.subsystems = subsystems;
        this.looks = looks;
        this.comparison = comparison;
        this.unprotected = unprotected;
        this.rehearsal = rehearsal;
        this.deadlines = deadlines;
    }

    // a second after the start, which is not slowed by it then
    @Scheduled(every = "{apic-dr.recoverability.every}", delayed = "1s", concurrentExecution = ConcurrentExecution.SKIP)
    void look() {
        RequestIds.run(() -> {
            compareAll();
            return null;
        });
    }

    /** What cannot be seen now stays as it was: health and metrics say that it cannot. */
    private void compareAll() {
        try {
            var visible = subsystems.visible(deadlines.start());
            visible.forEach(this::compare);
            var refs = visible.stream().map(Subsystem::ref).toList();
            unprotected.keep(refs);
            rehearsed.retainAll(refs);
        } catch (RecoveryException e) {
            Log.debugf("the subsystems are not compared with their bundles: %s", e.getMessage());
        }
    }

    private void compare(Subsystem subsystem) {
        var ref = subsystem.ref();
        try {
            var why = compare(ref, deadlines.start());
            note(ref, why);
        } catch (RecoveryException e) {
            note(ref, String.valueOf(e.getMessage()));
        }
    }

    /** Why the two could not be compared; empty where they were. */
    private String compare(SubsystemRef ref, Deadline deadline) {
        var query = new SubsystemQuery(ref.namespace(), ref.cluster());
        var live = looks.live(looks.find(query, deadline), deadline);
        var stock = looks.stock(ref, false, deadline);
        return live.match(
                snapshot -> stock.match(
                        bundles -> {
                            var why = compare(snapshot, bundles, deadline);
                            rehearseOnce(snapshot, bundles);
                            return why;
                        },
                        why -> why),
                why -> why);
    }

    private void rehearseOnce(SubsystemSnapshot live, BundleStock stock) {
        if (rehearsed.add(live.ref())) {
            rehearsal.rehearse(live, stock.listed(), stock.inspection(), deadlines.start());
        }
    }

    private String compare(SubsystemSnapshot live, BundleStock stock, Deadline deadline) {
        var management = live.management().component();
        var own = stock.manifest()
                .filter(manifest -> manifest.management().lineage().equals(management.lineage()));
        if (own.isEmpty()) {
            unprotected.isUnprotected(live.ref(), created(live));
            return "";
        }
        return comparison
                .drift(live, stock, deadline)
                .match(
                        drift -> {
                            if (drift.isEmpty()) {
                                unprotected.isProtected(live.ref());
                            } else {
                                unprotected.isUnprotected(
                                        live.ref(),
                                        own.map(Manifest::capturedAt).orElseThrow());
                            }
                            return "";
                        },
                        why -> why);
    }

    /** Without any bundle it was never protected. */
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
            Log.warnf("%s is not compared with its newest bundle: %s", ref, why);
        }
    }
}
