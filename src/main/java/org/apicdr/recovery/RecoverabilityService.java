package org.apicdr.recovery;

import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import org.apicdr.core.Deadline;
import org.apicdr.subsystem.SubsystemQuery;

/** Reports whether a subsystem could be recovered now, and to which point in time. */
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
     * Returns the report on a subsystem.
     *
     * @param fresh whether to bypass the caches
     * @throws org.apicdr.core.ServiceException {@code SUBSYSTEM_AMBIGUOUS}, {@code SUBSYSTEM_NOT_FOUND}, or the failure
     *     that prevented the search
     */
    public RecoverabilityReport report(SubsystemQuery query, boolean fresh, Deadline deadline) {
        var recoverabilityInputs = recoverabilityInputsLoader.get(query, fresh, deadline);
        var found = checks.stream()
                .flatMap(each -> each.of(recoverabilityInputs).stream())
                .sorted(Comparator.comparing(RecoverabilityCheck::id))
                .toList();
        return RecoverabilityReport.of(recoverabilityInputs, found, clock.instant());
    }
}
