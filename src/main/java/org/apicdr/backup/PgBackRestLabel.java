package org.apicdr.backup;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The id of a Crunchy backup, which is pgBackRest's label: {@code 20240601-030015F} for a full one, another last letter for
 * one that builds on a full one, whose label may stand before its own: {@code 20240601-030015F_20240602-030012I}.
 *
 * @param value the whole id
 * @param time its time, as if in UTC
 * @param full whether it is a full backup
 * @param base the full backup that it builds on, where it says so
 */
record PgBackRestLabel(String value, Instant time, boolean full, Optional<String> base) {

    private static final String TIME = "[0-9]{8}-[0-9]{6}";

    private static final Pattern PATTERN = Pattern.compile("(?:(%1$sF)_)?(%1$s)([FDI])".formatted(TIME));

    /** The id in a text; empty where that is none. */
    static Optional<PgBackRestLabel> parse(String text) {
        var matcher = PATTERN.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        boolean full = matcher.group(3).equals("F");
        var base = Optional.ofNullable(matcher.group(1));
        return BackupIdTimestamp.of(matcher.group(2)).map(time -> new PgBackRestLabel(text, time, full, base));
    }
}
