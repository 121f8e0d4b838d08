package org.apicdr.backup;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

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

    private static final Pattern ID = Pattern.compile("([0-9]{8})[-T.]([0-9]{6})");

    private static final DateTimeFormatter DIGITS =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);

    static BackupTimestamp known(Instant at) {
        return new BackupTimestamp(at, Duration.ZERO);
    }

    /** Returns a timestamp whose zone is unknown. */
    static BackupTimestamp inSomeZone(Instant asIfUtc) {
        return new BackupTimestamp(asIfUtc, ANY_ZONE);
    }

    /**
     * Returns the local time in an id, read as UTC; empty if the id is not a valid time. The form is {@code YYYYMMDD-HHMMSS}
     * for Crunchy, {@code YYYYMMDDTHHMMSS} for EDB and {@code YYYYMMDD.HHMMSS} for a portal.
     */
    static Optional<Instant> parseId(String id) {
        var matcher = ID.matcher(id);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            var local = LocalDateTime.parse(matcher.group(1) + matcher.group(2), DIGITS);
            return Optional.of(local.toInstant(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
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
