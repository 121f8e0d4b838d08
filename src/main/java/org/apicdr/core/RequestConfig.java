package org.apicdr.core;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How requests are served. */
@ConfigMapping(prefix = "apic-dr")
interface RequestConfig {

    /** The time that one request may take, all its waits together. */
    @WithDefault("25s")
    Duration requestTimeout();
}
