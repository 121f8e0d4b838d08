package org.apicdr.backup;

import java.time.Duration;
import java.time.Instant;

/**
 * The start time of a backup. Backup ids contain a time in an undocumented zone, so the start may be known only to within
 * some hours.
 *
 * @param at the time; the time in the id read as UTC if the zone is unknown
 * @param uncertainty how far the true time may differ in either direction; zero if the time is known
 */
public record BackupTimestamp(Instant at, Duration uncertainty) {

    /** The largest offset of any zone from UTC. */
    static final Duration ANY_ZONE = Duration.ofHours(14);

    static BackupTimestamp known(Instant at) {
        return new BackupTimestamp(at, Duration.ZERO);
    }

    /** Returns a timestamp whose zone is unknown. */
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

    /** Returns the time between two backups, ignoring the uncertainty. */
    public Duration gap(BackupTimestamp other) {
        return Duration.between(at, other.at).abs();
    }
}
