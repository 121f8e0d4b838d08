package org.apicdr.backup;

import java.time.Duration;
import java.time.Instant;

/**
 * When a backup was begun. The ids of backups hold a time whose zone no document states, so it may be known to some hours
 * only.
 *
 * @param at the time, or what the id says if it is meant in UTC
 * @param uncertainty how far the true time may be from it, to either side; zero where the time is known
 */
public record BackupTimestamp(Instant at, Duration uncertainty) {

    /** No zone is further from UTC than this. */
    static final Duration ANY_ZONE = Duration.ofHours(14);

    static BackupTimestamp known(Instant at) {
        return new BackupTimestamp(at, Duration.ZERO);
    }

    /** A time whose zone is not known. */
    static BackupTimestamp inSomeZone(Instant asIfUtc) {
        return new BackupTimestamp(asIfUtc, ANY_ZONE);
    }

    public boolean certain() {
        return uncertainty.isZero();
    }

    public Instant earliest() {
        return at.minus(uncertainty);
    }

    public Instant latest() {
        return at.plus(uncertainty);
    }

    /** The time between two backups, as far as their ids tell. */
    public Duration gap(BackupTimestamp other) {
        return Duration.between(at, other.at).abs();
    }
}
