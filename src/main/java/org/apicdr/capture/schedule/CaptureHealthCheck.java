package org.apicdr.capture.schedule;

import io.smallrye.health.api.HealthGroup;
import jakarta.enterprise.context.ApplicationScoped;
import org.apicdr.capture.schedule.AutomaticCaptures.Leader;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/** Reports whether automatic captures run, which replica runs them, and why the last one failed. */
@HealthGroup("captures")
@ApplicationScoped
class CaptureHealthCheck implements HealthCheck {

    private final AutomaticCaptures automaticCaptures;

    CaptureHealthCheck(AutomaticCaptures automaticCaptures) {
        this.automaticCaptures = automaticCaptures;
    }

    @Override
    public HealthCheckResponse call() {
        var state = automaticCaptures.state();
        var leader = state.leader();
        var response = HealthCheckResponse.named("captures")
                .status(leader != Leader.UNKNOWN && state.failures().isEmpty());
        if (state.next() != null) {
            response.withData("next", state.next().toString());
        }
        if (leader != null) {
            response.withData("leading", leader == Leader.THIS_REPLICA)
                    .withData(leader == Leader.UNKNOWN ? "detail" : "leader", state.leaderDetail());
        }
        state.failures()
                .forEach(failure ->
                        response.withData(failure.subject(), "%s (at %s)".formatted(failure.detail(), failure.at())));
        return response.build();
    }
}
