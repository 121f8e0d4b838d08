package org.apicdr.health;

import io.smallrye.health.api.HealthGroup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/** Whether the API server lets subsystems be listed. */
@ApplicationScoped
@HealthGroup("dependencies")
class ClusterHealth implements HealthCheck {

    private final Dependencies dependencies;
    private final Clock clock;

    ClusterHealth(Dependencies dependencies, Clock clock) {
        this.dependencies = dependencies;
        this.clock = clock;
    }

    @Override
    public HealthCheckResponse call() {
        dependencies.lookIfOld();
        return dependencies.cluster().last().orElseThrow().response("cluster", clock.instant());
    }
}
