package org.apicdr.health;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apicdr.log.RequestIds;
import org.apicdr.request.Deadlines;
import org.apicdr.subsystem.Installation;
import org.apicdr.subsystem.SubsystemRef;

/** Looks at the store and the cluster again and again, so that metrics and log tell without being asked. */
@ApplicationScoped
class Watch {

    /** Whoever may write on the store can make folders there, but not as many metrics. */
    private static final int MAX_SUBSYSTEMS = 50;

    private final Dependencies dependencies;
    private final Inventory inventory;
    private final HealthMetrics metrics;
    private final Installation installation;
    private final Deadlines deadlines;

    Watch(
            Dependencies dependencies,
            Inventory inventory,
            HealthMetrics metrics,
            Installation installation,
            Deadlines deadlines) {
        this.dependencies = dependencies;
        this.inventory = inventory;
        this.metrics = metrics;
        this.installation = installation;
        this.deadlines = deadlines;
    }

    @Scheduled(every = "{apic-dr.health.every}", concurrentExecution = ConcurrentExecution.SKIP)
    void look() {
        RequestIds.run(() -> {
            dependencies.look();
            if (dependencies.store().last().filter(Condition::up).isPresent()) {
                metrics.show(inventory.take(subsystems(), deadlines.start()));
            }
            return null;
        });
    }

    /** Those that are visible, then those of the same namespaces that have a folder. */
    private List<SubsystemRef> subsystems() {
        Predicate<SubsystemRef> ours = ref -> installation.namespaces().contains(ref.namespace());
        return Stream.concat(
                        seen(dependencies.cluster()), seen(dependencies.store()).filter(ours))
                .distinct()
                .limit(MAX_SUBSYSTEMS)
                .toList();
    }

    private static Stream<SubsystemRef> seen(Dependency dependency) {
        return dependency.last().map(Condition::subsystems).orElse(List.of()).stream()
                .sorted();
    }
}
