package org.apicdr.recovery.restoration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Configuration of restorations. */
@ConfigMapping(prefix = "apic-dr.restore")
public interface RestoreConfig {

    /** Allows authorized callers to restore bundles. The service account needs permission to create the objects. */
    @WithDefault("false")
    boolean enabled();

    /** The time after which a restoration reports that an operator of API Connect is late. It goes on waiting. */
    @WithDefault("3h")
    Duration lateAfter();
}
