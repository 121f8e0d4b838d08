package org.apicdr.rest.filter;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Limits on concurrent and slow requests. Limits on the size of a request are fixed. */
@ConfigMapping(prefix = "apic-dr.limits")
interface LimitsConfig {

    /** Maximum number of concurrent requests, except for health and metrics. Further requests get 429. Default 64. */
    @WithDefault("64")
    int concurrentRequests();

    /** Time in which the body of a request must arrive. Default 10 seconds. */
    @WithDefault("10s")
    Duration bodyTimeout();
}
