package org.apicdr.capture.schedule;

import io.smallrye.health.api.HealthGroup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/** Reports whether automatic captures run, which replica runs them, and why the last one failed. */
@HealthGroup("captures")
@ApplicationScoped
class CaptureHealthCheck implements HealthCheck {

    private final CaptureFailures captureFailures;
    private final CaptureScheduler schedule;
    private final LeaderElection leaderElection;

    CaptureHealthCheck(CaptureFailures captureFailures, CaptureScheduler schedule, LeaderElection leaderElection) {
        this.captureFailures = captureFailures;
        this.schedule = schedule;
        this.leaderElection = leaderElection;
    }

    @Override
    public HealthCheckResponse call() {
        var leaderStatus = leaderElection.status();
        boolean leaderKnown = leaderStatus.map(LeaderStatus::isKnown).orElse(true);
        var failures = leaderElection.leads() ? captureFailures.failures() : Map.<String, CaptureFailures.Failure>of();
        var response = HealthCheckResponse.named("captures").status(leaderKnown && failures.isEmpty());
        schedule.next().ifPresent(next -> response.withData("next", next.toString()));
        leaderStatus.ifPresent(now -> response.withData("leading", now.isThisReplica())
                .withData(now.isKnown() ? "leader" : "detail", now.detail()));
        failures.forEach((subject, failure) ->
                response.withData(subject, "%s (at %s)".formatted(failure.sentence(), failure.at())));
        return response.build();
    }
}
