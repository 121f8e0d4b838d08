package org.apicdr.capture.schedule;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import org.apicdr.bundle.BundleService;
import org.apicdr.capture.CaptureMetrics;
import org.apicdr.capture.CaptureService;
import org.apicdr.core.DeadlineFactory;
import org.apicdr.pause.PauseService;
import org.apicdr.subsystem.SubsystemService;

/** Rounds of the service under test, for an election of one's own. */
@ApplicationScoped
class ScheduledCaptureRunnerFixture {

    private final SubsystemService subsystemService;
    private final BundleService bundleService;
    private final CaptureService captureService;
    private final CaptureMetrics metrics;
    private final DeadlineFactory deadlineFactory;
    private final CaptureFailures captureFailures;
    private final PauseService pauseService;
    private final Clock clock;

    ScheduledCaptureRunnerFixture(
            SubsystemService subsystemService,
            BundleService bundleService,
            CaptureService captureService,
            CaptureMetrics metrics,
            DeadlineFactory deadlineFactory,
            CaptureFailures captureFailures,
            PauseService pauseService,
            Clock clock) {
        this.subsystemService = subsystemService;
        this.bundleService = bundleService;
        this.captureService = captureService;
        this.metrics = metrics;
        this.deadlineFactory = deadlineFactory;
        this.captureFailures = captureFailures;
        this.pauseService = pauseService;
        this.clock = clock;
    }

    ScheduledCaptureRunner of(LeaderElection leaderElection) {
        return new ScheduledCaptureRunner(
                subsystemService,
                bundleService,
                captureService,
                metrics,
                deadlineFactory,
                captureFailures,
                leaderElection,
                pauseService,
                clock);
    }
}
