package org.apicdr.recovery;

import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import org.apicdr.core.Deadline;
import org.apicdr.core.Result;
import org.apicdr.subsystem.SubsystemQuery;

/** Reports whether a subsystem could be recovered now, and to which point in time. */
@ApplicationScoped
public class RecoverabilityService {

    private final RecoverabilityInputsLoader loader;
    private final List<CheckGroup> groups;
    private final Clock clock;

    RecoverabilityService(RecoverabilityInputsLoader loader, @All List<CheckGroup> groups, Clock clock) {
        this.loader = loader;
        this.groups = List.copyOf(groups);
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
        return assess(query, fresh, deadline).report();
    }

    /** Returns the report on a subsystem as {@link #report} does, with the bundles that it is based on. */
    public Assessment assess(SubsystemQuery query, boolean fresh, Deadline deadline) {
        var inputs = loader.get(query, fresh, deadline);
        var checks = groups.stream()
                .flatMap(group -> group.check(inputs).stream())
                .sorted(Comparator.comparing(RecoverabilityCheck::id))
                .toList();
        return new Assessment(RecoverabilityReport.of(inputs, checks, clock.instant()), inputs.inventory());
    }

    /**
     * A report and a part of its inputs.
     *
     * @param inventory the bundles of the subsystem, or why they are not known
     */
    public record Assessment(RecoverabilityReport report, Result<BundleInventory> inventory) {}
}
