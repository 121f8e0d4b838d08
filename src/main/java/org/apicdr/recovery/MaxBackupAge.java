package org.apicdr.recovery;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apicdr.backup.BackupTimestamp;
import org.apicdr.core.DurationFormat;
import org.apicdr.subsystem.SubsystemComponent;

/**
 * The maximum age of the newest backup.
 *
 * @param limit the age above which a backup is too old
 * @param source where the limit comes from, for messages
 */
record MaxBackupAge(Duration limit, String source) {

    /** The interval that is assumed if no schedule is set. */
    private static final Duration UNSCHEDULED = Duration.ofDays(1);

    private static final int INTERVALS = 2;

    /** Returns the limit for the backups of a component: as configured, else twice the interval of its schedule. */
    static MaxBackupAge of(RecoverabilityConfig config, SubsystemComponent component, Instant now) {
        return config.backupMaxAge()
                .map(limit -> new MaxBackupAge(limit, "apic-dr.recoverability.backup-max-age"))
                .or(() -> new BackupSettings(component)
                        .interval(now)
                        .map(interval -> new MaxBackupAge(
                                interval.multipliedBy(INTERVALS), "twice the interval of its schedule")))
                .orElseGet(() ->
                        new MaxBackupAge(UNSCHEDULED.multipliedBy(INTERVALS), "two days, because no schedule is set"));
    }

    /** Returns why a backup is too old in every possible time zone of its id; empty if it may be recent enough. */
    Optional<String> exceeded(BackupTimestamp taken, Instant now) {
        return isOlder(taken.latest(), now)
                ? Optional.of("it was started at %s, more than %s ago (%s)"
                        .formatted(taken.at(), DurationFormat.format(limit), source))
                : Optional.empty();
    }

    /** Returns a note that the age is uncertain; empty if it is certain. */
    Optional<String> note(BackupTimestamp taken, Instant now) {
        if (taken.certain()) {
            return Optional.empty();
        }
        var zone = "the time zone of its id is unknown";
        return Optional.of(isOlder(taken.earliest(), now) ? zone + ", so it may be too old" : zone);
    }

    private boolean isOlder(Instant taken, Instant now) {
        return Duration.between(taken, now).compareTo(limit) > 0;
    }
}
