package org.apicdr.monitoring;

import io.smallrye.health.api.HealthGroup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/** Reports whether subsystems can be listed on the API server. */
@ApplicationScoped
@HealthGroup("dependencies")
class ClusterHealthCheck implements HealthCheck {

    private final DependencyMonitor dependencyMonitor;
    private final Clock clock;

    ClusterHealthCheck(DependencyMonitor dependencyMonitor, Clock clock) {
        this.dependencyMonitor = dependencyMonitor;
        this.clock = clock;
    }

    @Override
    public HealthCheckResponse call() {
        dependencyMonitor.refreshIfStale();
        return dependencyMonitor.cluster().last().orElseThrow().response("cluster", clock.instant());
    }
}
