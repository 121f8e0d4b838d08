package org.apicdr.backup.run;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Whether the service takes backups. */
@ConfigMapping(prefix = "apic-dr.database-backups")
interface BackupRunConfig {

    /** Whether the service makes backup resources in the cluster for whoever may ask for it; its account has to be let. */
    @WithDefault("false")
    boolean enabled();
}
