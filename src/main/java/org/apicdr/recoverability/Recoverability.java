package org.apicdr.recoverability;

import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import org.apicdr.request.Deadline;
import org.apicdr.subsystem.SubsystemQuery;

/** Could we recover now, and to when? */
@ApplicationScoped
class Recoverability {

    private final Surveys surveys;
    private final List<Checks> checks;
    private final Clock clock;

    Recoverability(Surveys surveys, @All List<Checks> checks, Clock clock) {
        this.surveys = surveys;
        this.checks = List.copyOf(checks);
        this.clock = clock;
    }

    /**
     * The verdict on a subsystem.
     *
     * @param fresh whether everything is looked at, whatever is remembered
     * @throws org.apicdr.problem.RecoveryException {@code SUBSYSTEM_AMBIGUOUS}, {@code SUBSYSTEM_NOT_FOUND}, or what keeps
     *     it from being found
     */
    RecoverabilityReport report(SubsystemQuery query, boolean fresh, Deadline deadline) {
        var survey = surveys.take(query, fresh, deadline);
        var found = checks.stream()
                .flatMap(each -> each.of(survey).stream())
                .sorted(Comparator.comparing(Check::id))
                .toList();
        return RecoverabilityReport.of(survey, found, clock.instant());
    }
}
