package org.apicdr.backup;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The id of a Crunchy backup, which is a pgBackRest label. {@code 20240601-030015F} is a full backup. A backup that depends on
 * a full one has another last letter and may be prefixed with the label of its base:
 * {@code 20240601-030015F_20240602-030012I}.
 *
 * @param value the whole id
 * @param time the time of the last part, read as UTC
 * @param full whether the backup is a full one
 * @param base the label of its base, if included
 */
record PgBackRestLabel(String value, Instant time, boolean full, Optional<String> base) {

    private static final String TIME = "[0-9]{8}-[0-9]{6}";

    private static final Pattern PATTERN = Pattern.compile("(?:(%1$sF)_)?(%1$s)([FDI])".formatted(TIME));

    /** Parses a label; empty if the text is not a label. */
    static Optional<PgBackRestLabel> parse(String text) {
        var matcher = PATTERN.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        boolean full = matcher.group(3).equals("F");
        var base = Optional.ofNullable(matcher.group(1));
        return BackupTimestamp.parseId(matcher.group(2)).map(time -> new PgBackRestLabel(text, time, full, base));
    }
}
