package org.apicdr.recovery;

import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import org.apicdr.core.Deadline;
import org.apicdr.subsystem.SubsystemQuery;

/** Could we recover now, and to when? */
@ApplicationScoped
public class RecoverabilityService {

    private final RecoverabilityInputsLoader recoverabilityInputsLoader;
    private final List<CheckGroup> checks;
    private final Clock clock;

    RecoverabilityService(
            RecoverabilityInputsLoader recoverabilityInputsLoader, @All List<CheckGroup> checks, Clock clock) {
        this.recoverabilityInputsLoader = recoverabilityInputsLoader;
        this.checks = List.copyOf(checks);
        this.clock = clock;
    }

    /**
     * The verdict on a subsystem.
     *
     * @param fresh whether everything is looked at, whatever is remembered
     * @throws org.apicdr.core.ServiceException {@code SUBSYSTEM_AMBIGUOUS}, {@code SUBSYSTEM_NOT_FOUND}, or what keeps
     *     it from being found
     */
    public RecoverabilityReport report(SubsystemQuery query, boolean fresh, Deadline deadline) {
        var recoverabilityInputs = recoverabilityInputsLoader.take(query, fresh, deadline);
        var found = checks.stream()
                .flatMap(each -> each.of(recoverabilityInputs).stream())
                .sorted(Comparator.comparing(RecoverabilityCheck::id))
                .toList();
        return RecoverabilityReport.of(recoverabilityInputs, found, clock.instant());
    }
}
