package org.apicdr.rest.filter;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How much is asked at once, and how slowly. What a request may hold is fixed. */
@ConfigMapping(prefix = "apic-dr.limits")
interface LimitsConfig {

    /** The requests that are served at a time, those for health and metrics aside; the next one is refused. */
    @WithDefault("64")
    int concurrentRequests();

    /** The time that the body of a request may take to arrive. */
    @WithDefault("10s")
    Duration bodyTimeout();
}
