package org.apicdr.recovery.point;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The limits within which a database backup and a portal backup count as taken together. */
@ConfigMapping(prefix = "apic-dr.recoverability")
public interface PairingConfig {

    /** The maximum time between the starts of two backups that are a pair. */
    @WithDefault("60m")
    Duration pairWarn();

    /** The gap above which a recovery with both backups is not reliable. */
    @WithDefault("24h")
    Duration pairFail();
}
