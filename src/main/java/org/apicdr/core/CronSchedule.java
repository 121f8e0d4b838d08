package org.apicdr.core;

import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The times of a cron expression in a time zone: five fields as in crontab(5), or six with seconds first.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/crontab.5.html">crontab(5)</a>
 */
public final class CronSchedule {

    private static final int MONDAY = 1;
    private static final int SUNDAY_TOO = 7;

    private static final int FIVE_FIELDS = 5;

    /** The number of times to examine: for example a month of days, or a day of half hours. */
    private static final int LOOK_AHEAD = 48;

    private final ExecutionTime times;
    private final ZoneId zone;

    private CronSchedule(ExecutionTime times, ZoneId zone) {
        this.times = times;
        this.zone = zone;
    }

    /**
     * Parses a cron expression.
     *
     * @throws IllegalArgumentException if it is invalid or never matches a time
     */
    public static CronSchedule parse(String expression, ZoneId zone) {
        boolean seconds = expression.strip().split("\\s+").length > FIVE_FIELDS;
        var cron = new CronParser(definition(seconds)).parse(expression).validate();
        var cronSchedule = new CronSchedule(ExecutionTime.forCron(cron), zone);
        if (cronSchedule.next(Instant.EPOCH).isEmpty()) {
            throw new IllegalArgumentException("it never matches a time");
        }
        return cronSchedule;
    }

    /**
     * Returns the first time after an instant. A time that the change to summer time skips is moved an hour later,
     * not dropped.
     */
    public Optional<Instant> next(Instant after) {
        var next = next(after, zone);
        var transition = zone.getRules().nextTransition(after);
        if (transition == null || !transition.isGap()) {
            return next;
        }
        var gapEnd = transition.getInstant().plus(transition.getDuration());
        var skipped = next(after, transition.getOffsetBefore())
                .filter(time -> !time.isBefore(transition.getInstant()) && time.isBefore(gapEnd));
        return Stream.of(next, skipped).flatMap(Optional::stream).min(Instant::compareTo);
    }

    /** Returns the last time before or at an instant. */
    public Optional<Instant> last(Instant until) {
        return times.lastExecution(until.plusNanos(1).atZone(zone)).map(ZonedDateTime::toInstant);
    }

    /** Returns the longest gap between the next times, such as a weekend; empty if there is only one time. */
    public Optional<Duration> longestGap(Instant after) {
        var times = Stream.iterate(next(after), Optional::isPresent, time -> time.flatMap(this::next))
                .flatMap(Optional::stream)
                .limit(LOOK_AHEAD)
                .toList();
        return IntStream.range(1, times.size())
                .mapToObj(i -> Duration.between(times.get(i - 1), times.get(i)))
                .max(Comparator.naturalOrder());
    }

    private Optional<Instant> next(Instant after, ZoneId in) {
        return times.nextExecution(after.atZone(in)).map(ZonedDateTime::toInstant);
    }

    private static CronDefinition definition(boolean seconds) {
        var fields = CronDefinitionBuilder.defineCron();
        if (seconds) {
            fields = fields.withSeconds().and();
        }
        return fields.withMinutes()
                .and()
                .withHours()
                .and()
                .withDayOfMonth()
                .and()
                .withMonth()
                .and()
                .withDayOfWeek()
                .withValidRange(0, SUNDAY_TOO)
                .withMondayDoWValue(MONDAY)
                .withIntMapping(SUNDAY_TOO, 0)
                .and()
                .instance();
    }
}
