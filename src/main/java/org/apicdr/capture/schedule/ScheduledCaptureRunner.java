package org.apicdr.capture.schedule;

import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apicdr.bundle.BundleInspection;
import org.apicdr.bundle.BundleService;
import org.apicdr.capture.CaptureCommand;
import org.apicdr.capture.CaptureMetrics;
import org.apicdr.capture.CaptureService;
import org.apicdr.capture.CaptureTrigger;
import org.apicdr.core.DeadlineFactory;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ServiceException;
import org.apicdr.subsystem.Subsystem;
import org.apicdr.subsystem.SubsystemService;

/** Captures one subsystem after the other; a failure is one line, and never keeps the next from its turn. */
@ApplicationScoped
class ScheduledCaptureRunner {

    /** Stands for the subsystems while none can be seen. */
    private static final String ALL = "all subsystems";

    private final SubsystemService subsystemService;
    private final BundleService bundleService;
    private final CaptureService captureService;
    private final CaptureMetrics metrics;
    private final DeadlineFactory deadlineFactory;
    private final CaptureFailures captureFailures;
    private final LeaderElection leaderElection;
    private final Clock clock;

    ScheduledCaptureRunner(
            SubsystemService subsystemService,
            BundleService bundleService,
            CaptureService captureService,
            CaptureMetrics metrics,
            DeadlineFactory deadlineFactory,
            CaptureFailures captureFailures,
            LeaderElection leaderElection,
            Clock clock) {
        this.subsystemService = subsystemService;
        this.bundleService = bundleService;
        this.captureService = captureService;
        this.metrics = metrics;
        this.deadlineFactory = deadlineFactory;
        this.captureFailures = captureFailures;
        this.leaderElection = leaderElection;
        this.clock = clock;
    }

    /** Captures every subsystem; tells whether all went well. */
    boolean scheduled() {
        return visit(CaptureTrigger.SCHEDULE, subsystem -> Optional.of(CaptureTrigger.SCHEDULE));
    }

    /**
     * Captures what lacks the bundle that it should have; tells whether all went well.
     *
     * @param since the time after which there should be one; empty where none was due
     * @param first what a capture is called where there is no bundle at all; empty where none should be made
     */
    boolean missed(Optional<Instant> since, Optional<CaptureTrigger> first) {
        return visit(CaptureTrigger.CATCH_UP, subsystem -> missing(subsystem, since, first));
    }

    private Optional<CaptureTrigger> missing(
            Subsystem subsystem, Optional<Instant> since, Optional<CaptureTrigger> first) {
        var lineage = subsystem.management().lineage();
        var newest = bundleService.newestOfLineage(subsystem.ref(), lineage, deadlineFactory.start());
        if (newest.isEmpty()) {
            return first;
        }
        var capturedAt = newest.flatMap(BundleInspection::capturedAt).orElse(Instant.MIN);
        return since.filter(capturedAt::isBefore).map(time -> CaptureTrigger.CATCH_UP);
    }

    /** Whoever leads no more leaves the rest to the next, who finds it missing. */
    private boolean visit(CaptureTrigger captureTrigger, Function<Subsystem, Optional<CaptureTrigger>> wanted) {
        List<Subsystem> visible;
        try {
            visible = visible();
        } catch (RuntimeException e) {
            metrics.failed(captureTrigger, e);
            return failed(ALL, captureTrigger, e);
        }
        captureFailures.keep(visible.stream().map(ScheduledCaptureRunner::name).toList());
        return visible.stream()
                .takeWhile(subsystem -> leaderElection.leads())
                .map(subsystem -> visit(subsystem, captureTrigger, wanted))
                .reduce(true, Boolean::logicalAnd);
    }

    private List<Subsystem> visible() {
        var visible = subsystemService.visible(deadlineFactory.start());
        if (visible.isEmpty()) {
            throw new ServiceException(
                    ErrorCode.SUBSYSTEM_NOT_FOUND,
                    "no ManagementCluster is visible in the namespaces of apic-dr.namespaces");
        }
        return visible;
    }

    private boolean visit(
            Subsystem subsystem, CaptureTrigger captureTrigger, Function<Subsystem, Optional<CaptureTrigger>> wanted) {
        try {
            wanted.apply(subsystem)
                    .ifPresent(reason -> captureService.capture(
                            CaptureCommand.byItself(subsystem.ref(), reason), deadlineFactory.start()));
            captureFailures.succeeded(name(subsystem));
            return true;
        } catch (RuntimeException e) {
            return failed(name(subsystem), captureTrigger, e);
        }
    }

    /** What a look finds again needs no second line. */
    private boolean failed(String subject, CaptureTrigger captureTrigger, RuntimeException e) {
        var sentence = sentence(e);
        boolean news = captureFailures.failed(subject, new CaptureFailures.Failure(clock.instant(), sentence));
        if (news || captureTrigger == CaptureTrigger.SCHEDULE) {
            Log.warnf("capture (%s) of %s failed: %s", captureTrigger, subject, sentence);
        }
        return false;
    }

    private static String sentence(RuntimeException e) {
        if (e instanceof ServiceException failure) {
            return "%s: %s".formatted(failure.reason().slug(), failure.getMessage());
        }
        Log.error("an automatic capture failed unexpectedly", e);
        return "a bug; the log has more";
    }

    private static String name(Subsystem subsystem) {
        return subsystem.ref().toString();
    }
}
