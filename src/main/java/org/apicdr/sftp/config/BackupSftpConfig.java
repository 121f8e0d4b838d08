package org.apicdr.sftp.config;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;
import java.util.Optional;

/** Settings for reading the folders in which subsystems keep their backups. */
@ConfigMapping(prefix = "apic-dr.backup-sftp")
public interface BackupSftpConfig {

    /** Known host keys of those servers, in known_hosts format. If not set, no folder is read and nothing is sent. */
    Optional<String> knownHostsFile();

    /** The time limit of one listing. Default: 10 seconds. */
    Optional<Duration> timeout();

    /** Whether those servers may use SSH algorithms that OpenSSH no longer accepts by default. Default: false. */
    Optional<String> legacyAlgorithms();
}
