package org.apicdr.schedule;

import io.smallrye.health.api.HealthGroup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/** Whether captures happen by themselves, and by which replica; where one failed last, why. */
@HealthGroup("captures")
@ApplicationScoped
class CapturesHealth implements HealthCheck {

    private final Journal journal;
    private final CaptureSchedule schedule;
    private final Election election;

    CapturesHealth(Journal journal, CaptureSchedule schedule, Election election) {
        this.journal = journal;
        this.schedule = schedule;
        this.election = election;
    }

    @Override
    public HealthCheckResponse call() {
        var turn = election.turn();
        boolean led = turn.map(Turn::isKnown).orElse(true);
        var failures = election.leads() ? journal.failures() : Map.<String, Journal.Failure>of();
        var response = HealthCheckResponse.named("captures").status(led && failures.isEmpty());
        schedule.next().ifPresent(next -> response.withData("next", next.toString()));
        turn.ifPresent(now ->
                response.withData("leading", now.isOurs()).withData(now.isKnown() ? "leader" : "detail", now.detail()));
        failures.forEach((subject, failure) ->
                response.withData(subject, "%s (at %s)".formatted(failure.sentence(), failure.at())));
        return response.build();
    }
}
