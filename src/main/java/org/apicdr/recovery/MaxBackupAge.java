package org.apicdr.recovery;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apicdr.backup.BackupTimestamp;
import org.apicdr.core.DurationFormat;

/**
 * How old the newest backup may be.
 *
 * @param limit the age from which on it is too old
 * @param source where that comes from, for whoever wonders
 */
record MaxBackupAge(Duration limit, String source) {

    /** Why a backup is too old whatever the zone of its id; empty where it is not, or may be not. */
    Optional<String> complaint(BackupTimestamp backupTimestamp, Instant now) {
        return older(backupTimestamp.latest(), now)
                ? Optional.of("it was begun at %s, more than %s ago (%s)"
                        .formatted(backupTimestamp.at(), DurationFormat.words(limit), source))
                : Optional.empty();
    }

    /** What is not known of its age; empty where that is known. */
    Optional<String> note(BackupTimestamp backupTimestamp, Instant now) {
        if (backupTimestamp.certain()) {
            return Optional.empty();
        }
        var zone = "the zone of the time in its id is not known";
        return Optional.of(older(backupTimestamp.earliest(), now) ? zone + ", so it may be too old" : zone);
    }

    private boolean older(Instant taken, Instant now) {
        return Duration.between(taken, now).compareTo(limit) > 0;
    }
}
