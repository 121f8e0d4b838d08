package org.apicdr.backup.run;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Configuration of backup runs. */
@ConfigMapping(prefix = "apic-dr.database-backups")
interface BackupRunConfig {

    /** Whether authorized callers can request backups. The service account needs permission to create the resources. */
    @WithDefault("false")
    boolean enabled();
}
