package org.apicdr.core;

import java.time.Duration;

/** Formats durations for operators. */
public final class DurationFormat {

    private static final Duration DAYS_FROM = Duration.ofDays(2);

    private DurationFormat() {}

    /** Formats a duration, for example {@code 2 h 5 min}. */
    public static String format(Duration span) {
        if (span.compareTo(DAYS_FROM) >= 0) {
            return join(span.toDays(), "d", span.toHoursPart(), "h");
        }
        if (span.toHours() > 0) {
            return join(span.toHours(), "h", span.toMinutesPart(), "min");
        }
        return join(span.toMinutes(), "min", span.toSecondsPart(), "s");
    }

    private static String join(long large, String largeUnit, long small, String smallUnit) {
        if (large == 0) {
            return "%d %s".formatted(small, smallUnit);
        }
        return small == 0
                ? "%d %s".formatted(large, largeUnit)
                : "%d %s %d %s".formatted(large, largeUnit, small, smallUnit);
    }
}
