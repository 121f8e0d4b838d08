package org.apicdr.monitoring;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How often the store and the cluster are checked. */
@ConfigMapping(prefix = "apic-dr.health")
interface HealthConfig {

    /** The interval of the background checks that update the metrics. */
    @WithDefault("30s")
    Duration every();

    /** The maximum age of a result that answers a health request. */
    @WithDefault("10s")
    Duration maxAge();
}
