package org.apicdr.sftp;

import java.time.Duration;
import java.util.function.Consumer;
import org.apicdr.core.Deadline;
import org.apicdr.sftp.config.BackupSftpConfig;
import org.apicdr.sftp.config.ConfigErrors;
import org.apicdr.sftp.config.ConfiguredText.TextFile;
import org.apicdr.sftp.hostkey.KnownHosts;
import org.jspecify.annotations.Nullable;

/**
 * The settings for reading backup folders.
 *
 * @param knownHosts the file with the trusted host keys
 * @param timeout the time limit of one listing
 * @param legacyAlgorithms whether SSH algorithms are accepted that OpenSSH no longer accepts by default
 */
record BackupSftpSettings(@Nullable TextFile knownHosts, Duration timeout, boolean legacyAlgorithms) {

    private static final String KNOWN_HOSTS = "known-hosts-file";

    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

    /** Returns the settings. Reports every invalid value to the listener. */
    static BackupSftpSettings from(BackupSftpConfig config, Consumer<String> listener) {
        var configErrors = new ConfigErrors("apic-dr.backup-sftp.", listener);
        var knownHosts = configErrors.file(KNOWN_HOSTS, config.knownHostsFile().orElse(""));
        if (knownHosts != null) {
            configErrors.addIfFails(
                    KNOWN_HOSTS, () -> KnownHosts.read(knownHosts).requireLines());
        }
        var timeout = config.timeout().orElse(DEFAULT_TIMEOUT);
        if (timeout.isNegative() || timeout.isZero()) {
            configErrors.add("timeout", "must be longer than nothing, for example 10s");
        }
        boolean legacyAlgorithms = configErrors.flag("legacy-algorithms", config.legacyAlgorithms());
        return new BackupSftpSettings(knownHosts, timeout, legacyAlgorithms);
    }

    /** Returns the deadline of a listing: its own timeout, or the deadline of the request if that is sooner. */
    Deadline sooner(Deadline request) {
        return request.left().compareTo(timeout) < 0 ? request : Deadline.in(timeout);
    }
}
