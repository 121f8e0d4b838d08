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
 * The time in the id of a backup, in whatever zone it is meant: {@code YYYYMMDD-HHMMSS} of Crunchy, {@code YYYYMMDDTHHMMSS}
 * of EDB and {@code YYYYMMDD.HHMMSS} of a portal.
 */
final class BackupIdTimestamp {

    private static final Pattern PATTERN = Pattern.compile("([0-9]{8})[-T.]([0-9]{6})");

    private static final DateTimeFormatter DIGITS =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);

    private BackupIdTimestamp() {}

    /** The time that an id is, read as if in UTC; empty where it is none. */
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
