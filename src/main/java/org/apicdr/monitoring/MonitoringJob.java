package org.apicdr.monitoring;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apicdr.core.DeadlineFactory;
import org.apicdr.core.LogContext;
import org.apicdr.subsystem.Installation;
import org.apicdr.subsystem.SubsystemRef;

/** Checks the store and the cluster periodically, to keep metrics and log up to date. */
@ApplicationScoped
class MonitoringJob {

    /** Limits the number of metrics, because anyone with write access to the store can create folders. */
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
    void check() {
        LogContext.runWithNewId(() -> {
            dependencyMonitor.refresh();
            if (dependencyMonitor
                    .store()
                    .last()
                    .filter(MonitoredDependency.Status::up)
                    .isPresent()) {
                metrics.publish(storeInventory.refresh(subsystems(), deadlineFactory.start()));
            }
        });
    }

    /** Returns the subsystems on the cluster, then those with a folder on the store in the watched namespaces. */
    private List<SubsystemRef> subsystems() {
        Predicate<SubsystemRef> ours = ref -> installation.namespaces().contains(ref.namespace());
        return Stream.concat(
                        listed(dependencyMonitor.cluster()),
                        listed(dependencyMonitor.store()).filter(ours))
                .distinct()
                .limit(MAX_SUBSYSTEMS)
                .toList();
    }

    private static Stream<SubsystemRef> listed(MonitoredDependency dependency) {
        return dependency.last().map(MonitoredDependency.Status::subsystems).orElse(List.of()).stream()
                .sorted();
    }
}
