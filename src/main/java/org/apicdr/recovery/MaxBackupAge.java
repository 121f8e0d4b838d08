package org.apicdr.recovery;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apicdr.backup.BackupTimestamp;
import org.apicdr.core.DurationFormat;

/**
 * The maximum age of the newest backup.
 *
 * @param limit the age above which a backup is too old
 * @param source where the limit comes from, for messages
 */
record MaxBackupAge(Duration limit, String source) {

    /** Returns why a backup is too old in every possible time zone of its id; empty if it may be recent enough. */
    Optional<String> exceeded(BackupTimestamp backupTimestamp, Instant now) {
        return isOlder(backupTimestamp.latest(), now)
                ? Optional.of("it was started at %s, more than %s ago (%s)"
                        .formatted(backupTimestamp.at(), DurationFormat.format(limit), source))
                : Optional.empty();
    }

    /** Returns a note that the age is uncertain; empty if it is certain. */
    Optional<String> note(BackupTimestamp backupTimestamp, Instant now) {
        if (backupTimestamp.certain()) {
            return Optional.empty();
        }
        var zone = "the time zone of its id is unknown";
        return Optional.of(isOlder(backupTimestamp.earliest(), now) ? zone + ", so it may be too old" : zone);
    }

    private boolean isOlder(Instant taken, Instant now) {
        return Duration.between(taken, now).compareTo(limit) > 0;
    }
}
