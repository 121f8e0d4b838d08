package org.apicdr.health;

import io.smallrye.health.api.HealthGroup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/** Whether the SFTP server lets bundles be listed. */
@ApplicationScoped
@HealthGroup("dependencies")
class StoreHealth implements HealthCheck {

    private final Dependencies dependencies;
    private final Clock clock;

    StoreHealth(Dependencies dependencies, Clock clock) {
        this.dependencies = dependencies;
        this.clock = clock;
    }

    @Override
    public HealthCheckResponse call() {
        dependencies.lookIfOld();
        return dependencies.store().last().orElseThrow().response("store", clock.instant());
    }
}
