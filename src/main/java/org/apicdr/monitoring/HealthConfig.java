package org.apicdr.monitoring;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How often the store and the cluster are looked at. */
@ConfigMapping(prefix = "apic-dr.health")
interface HealthConfig {

    /** The time between two looks that nobody asks for; they keep the metrics fresh. */
    @WithDefault("30s")
    Duration every();

    /** The age up to which a look answers whoever asks for the health. */
    @WithDefault("10s")
    Duration maxAge();
}
