package org.apicdr.capture.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.apicdr.capture.schedule.CatchUpSchedule.Task;
import org.apicdr.core.CronSchedule;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class CatchUpScheduleTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private final CatchUpSchedule hourly = new CatchUpSchedule(CronSchedule.parse("0 * * * *", ZoneOffset.UTC), NOON);

    @Test
    void looks_once_at_the_start() {
        assertThat(hourly.due(NOON)).contains(Task.INITIAL);
        assertThat(hourly.due(NOON)).isEmpty();
    }

    @Test
    void makes_a_round_for_each_scheduled_time() {
        hourly.due(NOON);

        assertThat(hourly.due(minutes(59))).isEmpty();
        assertThat(hourly.due(minutes(60))).contains(Task.SCHEDULED);
        assertThat(hourly.due(minutes(60))).isEmpty();
        assertThat(hourly.due(minutes(120))).contains(Task.SCHEDULED);
    }

    @Test
    void makes_one_round_for_several_times_that_passed_in_sleep() {
        hourly.due(NOON);

        assertThat(hourly.due(minutes(200))).contains(Task.SCHEDULED);
        assertThat(hourly.due(minutes(200))).isEmpty();
        assertThat(hourly.nextRound()).contains(minutes(240));
    }

    @Test
    void looks_again_after_a_failure_ever_less_often() {
        var nightly = new CatchUpSchedule(CronSchedule.parse("0 3 * * *", ZoneOffset.UTC), NOON);
        nightly.due(NOON);

        var now = NOON;
        for (int pause : new int[] {1, 2, 4, 8, 16, 30, 30}) {
            nightly.failed(Task.CATCH_UP, now);
            var again = now.plus(Duration.ofMinutes(pause));
            assertThat(nightly.due(again.minusMillis(1))).isEmpty();
            assertThat(nightly.due(again)).contains(Task.CATCH_UP);
            now = again;
        }
    }

    @Test
    void a_round_comes_before_the_look_that_would_repeat_the_last() {
        var everyMinute = new CatchUpSchedule(CronSchedule.parse("* * * * *", ZoneOffset.UTC), NOON);
        everyMinute.due(NOON);
        everyMinute.due(minutes(1));
        everyMinute.failed(Task.SCHEDULED, minutes(1).plusSeconds(5));

        assertThat(everyMinute.due(minutes(2))).contains(Task.SCHEDULED);
        assertThat(everyMinute.due(minutes(2).plusSeconds(30))).isEmpty();
    }

    @Test
    void a_first_look_that_failed_is_repeated_as_such() {
        hourly.due(NOON);
        hourly.failed(Task.INITIAL, NOON);

        assertThat(hourly.due(minutes(1))).contains(Task.INITIAL);
    }

    @Test
    void knows_the_round_that_should_have_been() {
        assertThat(hourly.lastRound(minutes(59))).contains(NOON);
        assertThat(hourly.lastRound(minutes(60))).contains(minutes(60));
    }

    @Test
    void does_not_wait_for_times_that_a_clock_ahead_had_planned() {
        var ahead =
                new CatchUpSchedule(CronSchedule.parse("0 * * * *", ZoneOffset.UTC), NOON.plus(Duration.ofDays(1000)));
        ahead.due(NOON.plus(Duration.ofDays(1000)));
        ahead.failed(Task.INITIAL, NOON.plus(Duration.ofDays(1000)));

        assertThat(ahead.due(NOON)).contains(Task.INITIAL);
        assertThat(ahead.due(minutes(60))).contains(Task.SCHEDULED);
    }

    @Test
    void without_a_timetable_only_looks() {
        var never = new CatchUpSchedule(null, NOON);

        assertThat(never.due(NOON)).contains(Task.INITIAL);
        assertThat(never.due(minutes(100_000))).isEmpty();
        assertThat(never.nextRound()).isEmpty();
        assertThat(never.lastRound(NOON)).isEmpty();
    }

    private static Instant minutes(int after) {
        return NOON.plus(Duration.ofMinutes(after));
    }
}
