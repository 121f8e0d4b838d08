package org.apicdr.schedule;

import io.smallrye.health.api.HealthGroup;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/** Whether captures happen by themselves; where one failed last, why. */
@HealthGroup("captures")
@ApplicationScoped
class CapturesHealth implements HealthCheck {

    private final Journal journal;
    private final CaptureSchedule schedule;

    CapturesHealth(Journal journal, CaptureSchedule schedule) {
        this.journal = journal;
        this.schedule = schedule;
    }

    @Override
    public HealthCheckResponse call() {
        var failures = journal.failures();
        var response = HealthCheckResponse.named("captures").status(failures.isEmpty());
        schedule.next().ifPresent(next -> response.withData("next", next.toString()));
        failures.forEach((subject, failure) ->
                response.withData(subject, "%s (at %s)".formatted(failure.sentence(), failure.at())));
        return response.build();
    }
}
