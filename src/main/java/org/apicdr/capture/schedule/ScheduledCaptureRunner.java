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
import org.apicdr.pause.PauseService;
import org.apicdr.subsystem.Subsystem;
import org.apicdr.subsystem.SubsystemService;

/** Captures the subsystems one after the other. A failure is logged in one line and does not stop the others. */
@ApplicationScoped
class ScheduledCaptureRunner {

    /** The subject of a failure to list the subsystems. */
    private static final String ALL = "all subsystems";

    private final SubsystemService subsystemService;
    private final BundleService bundleService;
    private final CaptureService captureService;
    private final CaptureMetrics metrics;
    private final DeadlineFactory deadlineFactory;
    private final CaptureFailures captureFailures;
    private final LeaderElection leaderElection;
    private final PauseService pauseService;
    private final Clock clock;

    ScheduledCaptureRunner(
            SubsystemService subsystemService,
            BundleService bundleService,
            CaptureService captureService,
            CaptureMetrics metrics,
            DeadlineFactory deadlineFactory,
            CaptureFailures captureFailures,
            LeaderElection leaderElection,
            PauseService pauseService,
            Clock clock) {
        this.subsystemService = subsystemService;
        this.bundleService = bundleService;
        this.captureService = captureService;
        this.metrics = metrics;
        this.deadlineFactory = deadlineFactory;
        this.captureFailures = captureFailures;
        this.leaderElection = leaderElection;
        this.pauseService = pauseService;
        this.clock = clock;
    }

    /** Captures every subsystem; returns whether all captures succeeded. */
    boolean scheduled() {
        return visit(CaptureTrigger.SCHEDULE, subsystem -> Optional.of(CaptureTrigger.SCHEDULE));
    }

    /**
     * Captures each subsystem that lacks a due bundle; returns whether all captures succeeded.
     *
     * @param since the time after which a bundle should exist; empty if none was due
     * @param first the trigger for a subsystem without any bundle; empty if it should not be captured
     */
    boolean captureMissing(Optional<Instant> since, Optional<CaptureTrigger> first) {
        return visit(CaptureTrigger.CATCH_UP, subsystem -> missing(subsystem, since, first));
    }

    private Optional<CaptureTrigger> missing(
            Subsystem subsystem, Optional<Instant> since, Optional<CaptureTrigger> first) {
        var lineage = subsystem.management().lineage();
        var deadline = deadlineFactory.start();
        Optional<BundleInspection> newest;
        try {
            newest = bundleService.newestOfLineage(subsystem.ref(), lineage, deadline);
        } catch (ServiceException e) {
            var why = BundleService.whyUnknown(e, deadline).orElseThrow(() -> e);
            Log.warnf("Whether %s lacks a bundle is unknown, so it is captured: %s", subsystem.ref(), why);
            return since.map(time -> CaptureTrigger.CATCH_UP).or(() -> first);
        }
        if (newest.isEmpty()) {
            return first;
        }
        var capturedAt = newest.flatMap(BundleInspection::capturedAt).orElse(Instant.MIN);
        return since.filter(capturedAt::isBefore).map(time -> CaptureTrigger.CATCH_UP);
    }

    /** Visits the subsystems while this process leads. The next leader catches up on the rest. */
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
                .filter(subsystem -> !isPaused(subsystem))
                .map(subsystem -> visit(subsystem, captureTrigger, wanted))
                .reduce(true, Boolean::logicalAnd);
    }

    private boolean isPaused(Subsystem subsystem) {
        if (!pauseService.isPaused(subsystem.ref())) {
            return false;
        }
        captureFailures.succeeded(name(subsystem));
        Log.infof("No scheduled capture of %s: it is paused", subsystem.ref());
        return true;
    }

    private List<Subsystem> visible() {
        var visible = subsystemService.visible(deadlineFactory.start());
        if (visible.isEmpty()) {
            throw new ServiceException(
                    ErrorCode.SUBSYSTEM_NOT_FOUND,
                    "No ManagementCluster is visible in the namespaces of apic-dr.namespaces.");
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

    /** Logs a failure unless a catch-up only repeats it. */
    private boolean failed(String subject, CaptureTrigger captureTrigger, RuntimeException e) {
        var sentence = sentence(e);
        boolean isNew = captureFailures.failed(subject, new CaptureFailures.Failure(clock.instant(), sentence));
        if (isNew || captureTrigger == CaptureTrigger.SCHEDULE) {
            Log.warnf("Capture (%s) of %s failed: %s", captureTrigger, subject, sentence);
        }
        return false;
    }

    private static String sentence(RuntimeException e) {
        if (e instanceof ServiceException failure) {
            return "%s: %s".formatted(failure.code().slug(), failure.getMessage());
        }
        Log.error("Unexpected error in an automatic capture", e);
        return "Unexpected error in the service. See its log.";
    }

    private static String name(Subsystem subsystem) {
        return subsystem.ref().toString();
    }
}
