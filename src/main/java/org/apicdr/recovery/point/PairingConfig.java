package org.apicdr.recovery.point;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** When a database backup and a portal backup count as taken together. */
@ConfigMapping(prefix = "apic-dr.recoverability")
public interface PairingConfig {

    /** The gap between their beginnings up to which they are a pair. */
    @WithDefault("60m")
    Duration pairWarn();

    /** The gap from which on a recovery with both cannot be relied on. */
    @WithDefault("24h")
    Duration pairFail();
}
