package org.apicdr.monitoring;

import io.smallrye.health.api.HealthGroup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;
import org.eclipse.microprofile.health.HealthCheck;

/** The health checks of the store and the cluster: whether bundles and subsystems can be listed. */
@ApplicationScoped
class DependencyHealthChecks {

    private final DependencyMonitor dependencyMonitor;
    private final Clock clock;

    DependencyHealthChecks(DependencyMonitor dependencyMonitor, Clock clock) {
        this.dependencyMonitor = dependencyMonitor;
        this.clock = clock;
    }

    @Produces
    @ApplicationScoped
    @HealthGroup("dependencies")
    HealthCheck store() {
        return check("store", dependencyMonitor.store());
    }

    @Produces
    @ApplicationScoped
    @HealthGroup("dependencies")
    HealthCheck cluster() {
        return check("cluster", dependencyMonitor.cluster());
    }

    private HealthCheck check(String name, MonitoredDependency dependency) {
        return () -> {
            dependencyMonitor.refreshIfStale();
            return dependency.last().orElseThrow().response(name, clock.instant());
        };
    }
}
