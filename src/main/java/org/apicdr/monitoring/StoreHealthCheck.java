package org.apicdr.monitoring;

import io.smallrye.health.api.HealthGroup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/** Reports whether bundles can be listed on the SFTP server. */
@ApplicationScoped
@HealthGroup("dependencies")
class StoreHealthCheck implements HealthCheck {

    private final DependencyMonitor dependencyMonitor;
    private final Clock clock;

    StoreHealthCheck(DependencyMonitor dependencyMonitor, Clock clock) {
        this.dependencyMonitor = dependencyMonitor;
        this.clock = clock;
    }

    @Override
    public HealthCheckResponse call() {
        dependencyMonitor.refreshIfStale();
        return dependencyMonitor.store().last().orElseThrow().response("store", clock.instant());
    }
}
