package org.apicdr.sftp;

import java.time.Duration;
import java.util.function.Consumer;
import org.apicdr.core.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * How to look at the backups of subsystems.
 *
 * @param knownHosts the file of the host keys that are trusted
 * @param timeout the time that one look may take
 */
record BackupSftpSettings(@Nullable SecretFile knownHosts, Duration timeout) {

    private static final String KNOWN_HOSTS = "known-hosts-file";

    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

    /** The settings; complains of every wrong value. */
    static BackupSftpSettings from(BackupSftpConfig config, Consumer<String> listener) {
        var configErrors = new ConfigErrors("apic-dr.backup-sftp.", listener);
        var knownHosts = configErrors.file(KNOWN_HOSTS, config.knownHostsFile().orElse(""));
        if (knownHosts != null) {
            configErrors.unlessUsable(
                    KNOWN_HOSTS, () -> KnownHosts.read(knownHosts).requireLines());
        }
        var timeout = config.timeout().orElse(DEFAULT_TIMEOUT);
        if (timeout.isNegative() || timeout.isZero()) {
            configErrors.add("timeout", "must be longer than nothing, for example 10s");
        }
        return new BackupSftpSettings(knownHosts, timeout);
    }

    /** When a look ends: after its own time, or with the request if that is sooner. */
    Deadline sooner(Deadline request) {
        return request.left().compareTo(timeout) < 0 ? request : Deadline.in(timeout);
    }
}
