package org.apicdr.monitoring;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apicdr.core.DeadlineFactory;
import org.apicdr.core.RequestIdContext;
import org.apicdr.subsystem.Installation;
import org.apicdr.subsystem.SubsystemRef;

/** Looks at the store and the cluster again and again, so that metrics and log tell without being asked. */
@ApplicationScoped
class MonitoringJob {

    /** Whoever may write on the store can make folders there, but not as many metrics. */
    private static final int MAX_SUBSYSTEMS = 50;

    private final DependencyMonitor dependencyMonitor;
    private final StoreInventory storeInventory;
    private final HealthMetrics metrics;
    private final Installation installation;
    private final DeadlineFactory deadlineFactory;

    MonitoringJob(
            DependencyMonitor dependencyMonitor,
            StoreInventory storeInventory,
            HealthMetrics metrics,
            Installation installation,
            DeadlineFactory deadlineFactory) {
        this.dependencyMonitor = dependencyMonitor;
        this.storeInventory = storeInventory;
        this.metrics = metrics;
        this.installation = installation;
        this.deadlineFactory = deadlineFactory;
    }

    @Scheduled(every = "{apic-dr.health.every}", concurrentExecution = ConcurrentExecution.SKIP)
    void look() {
        RequestIdContext.run(() -> {
            dependencyMonitor.look();
            if (dependencyMonitor.store().last().filter(DependencyStatus::up).isPresent()) {
                metrics.show(storeInventory.take(subsystems(), deadlineFactory.start()));
            }
            return null;
        });
    }

    /** Those that are visible, then those of the same namespaces that have a folder. */
    private List<SubsystemRef> subsystems() {
        Predicate<SubsystemRef> ours = ref -> installation.namespaces().contains(ref.namespace());
        return Stream.concat(
                        seen(dependencyMonitor.cluster()),
                        seen(dependencyMonitor.store()).filter(ours))
                .distinct()
                .limit(MAX_SUBSYSTEMS)
                .toList();
    }

    private static Stream<SubsystemRef> seen(MonitoredDependency monitoredDependency) {
        return monitoredDependency.last().map(DependencyStatus::subsystems).orElse(List.of()).stream()
                .sorted();
    }
}
