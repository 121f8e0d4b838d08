package org.apicdr.sftp;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;
import java.util.Optional;

/** How the folders are looked at where subsystems keep their own backups. */
@ConfigMapping(prefix = "apic-dr.backup-sftp")
interface BackupSftpConfig {

    /** The host keys of those servers, in known_hosts format. Where it is not set, nobody looks and nothing is sent. */
    Optional<String> knownHostsFile();

    /** The time that one look may take; 10 seconds where it is not set. */
    Optional<Duration> timeout();
}
