package org.apicdr.core;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings for the processing of requests. */
@ConfigMapping(prefix = "apic-dr")
interface RequestConfig {

    /** The maximum duration of a request, including all its waits. Default: 25 seconds. */
    @WithDefault("25s")
    Duration requestTimeout();
}
