package org.apicdr.backup;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The local time in the id of a backup, in an unspecified zone: {@code YYYYMMDD-HHMMSS} for Crunchy,
 * {@code YYYYMMDDTHHMMSS} for EDB and {@code YYYYMMDD.HHMMSS} for a portal.
 */
final class BackupIdTimestamp {

    private static final Pattern PATTERN = Pattern.compile("([0-9]{8})[-T.]([0-9]{6})");

    private static final DateTimeFormatter DIGITS =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);

    private BackupIdTimestamp() {}

    /** Returns the time in an id, read as UTC; empty if the id is not a valid time. */
    static Optional<Instant> of(String id) {
        var matcher = PATTERN.matcher(id);
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
}
