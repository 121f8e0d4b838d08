package org.apicdr.schedule;

import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apicdr.bundle.Bundles;
import org.apicdr.bundle.Inspection;
import org.apicdr.capture.CaptureCall;
import org.apicdr.capture.CaptureMetrics;
import org.apicdr.capture.Captures;
import org.apicdr.capture.Trigger;
import org.apicdr.problem.Reason;
import org.apicdr.problem.RecoveryException;
import org.apicdr.request.Deadlines;
import org.apicdr.subsystem.Subsystem;
import org.apicdr.subsystem.Subsystems;

/** Captures one subsystem after the other; a failure is one line, and never keeps the next from its turn. */
@ApplicationScoped
class Rounds {

    /** Stands for the subsystems while none can be seen. */
    private static final String ALL = "all subsystems";

    private final Subsystems subsystems;
    private final Bundles bundles;
    private final Captures captures;
    private final CaptureMetrics metrics;
    private final Deadlines deadlines;
    private final Journal journal;
    private final Election election;
    private final Clock clock;

    Rounds(
            Subsystems subsystems,
            Bundles bundles,
            Captures captures,
            CaptureMetrics metrics,
            Deadlines deadlines,
            Journal journal,
            Election election,
            Clock clock) {
        this.subsystems = subsystems;
        this.bundles = bundles;
        this.captures = captures;
        this.metrics = metrics;
        this.deadlines = deadlines;
        this.journal = journal;
        this.election = election;
        this.clock = clock;
    }

    /** Captures every subsystem; tells whether all went well. */
    boolean scheduled() {
        return visit(Trigger.SCHEDULE, subsystem -> Optional.of(Trigger.SCHEDULE));
    }

    /**
     * Captures what lacks the bundle that it should have; tells whether all went well.
     *
     * @param since the time after which there should be one; empty where none was due
     * @param first what a capture is called where there is no bundle at all; empty where none should be made
     */
    boolean missed(Optional<Instant> since, Optional<Trigger> first) {
        return visit(Trigger.CATCH_UP, subsystem -> missing(subsystem, since, first));
    }

    private Optional<Trigger> missing(Subsystem subsystem, Optional<Instant> since, Optional<Trigger> first) {
        var lineage = subsystem.management().lineage();
        var newest = bundles.newestOfLineage(subsystem.ref(), lineage, deadlines.start());
        if (newest.isEmpty()) {
            return first;
        }
        var capturedAt = newest.flatMap(Inspection::capturedAt).orElse(Instant.MIN);
        return since.filter(capturedAt::isBefore).map(time -> Trigger.CATCH_UP);
    }

    /** Whoever leads no more leaves the rest to the next, who finds it missing. */
    private boolean visit(Trigger trigger, Function<Subsystem, Optional<Trigger>> wanted) {
        List<Subsystem> visible;
        try {
            visible = visible();
        } catch (RuntimeException e) {
            metrics.failed(trigger, e);
            return failed(ALL, trigger, e);
        }
        journal.keep(visible.stream().map(Rounds::name).toList());
        return visible.stream()
                .takeWhile(subsystem -> election.leads())
                .map(subsystem -> visit(subsystem, trigger, wanted))
                .reduce(true, Boolean::logicalAnd);
    }

    private List<Subsystem> visible() {
        var visible = subsystems.visible(deadlines.start());
        if (visible.isEmpty()) {
            throw new RecoveryException(
                    Reason.SUBSYSTEM_NOT_FOUND,
                    "no ManagementCluster is visible in the namespaces of apic-dr.namespaces");
        }
        return visible;
    }

    private boolean visit(Subsystem subsystem, Trigger trigger, Function<Subsystem, Optional<Trigger>> wanted) {
        try {
            wanted.apply(subsystem)
                    .ifPresent(reason ->
                            captures.capture(CaptureCall.byItself(subsystem.ref(), reason), deadlines.start()));
            journal.succeeded(name(subsystem));
            return true;
        } catch (RuntimeException e) {
            return failed(name(subsystem), trigger, e);
        }
    }

    /** What a look finds again needs no second line. */
    private boolean failed(String subject, Trigger trigger, RuntimeException e) {
        var sentence = sentence(e);
        boolean news = journal.failed(subject, new Journal.Failure(clock.instant(), sentence));
        if (news || trigger == Trigger.SCHEDULE) {
            Log.warnf("capture (%s) of %s failed: %s", trigger, subject, sentence);
        }
        return false;
    }

    private static String sentence(RuntimeException e) {
        if (e instanceof RecoveryException failure) {
            return "%s: %s".formatted(failure.reason().slug(), failure.getMessage());
        }
        Log.error("an automatic capture failed unexpectedly", e);
        return "a bug; the log has more";
    }

    private static String name(Subsystem subsystem) {
        return subsystem.ref().toString();
    }
}
