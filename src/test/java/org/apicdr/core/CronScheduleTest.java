package org.apicdr.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class CronScheduleTest {

    /** 2026-11-22 is a Sunday. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    0 3 * * *           | 2026-11-22T02:59:59Z | 2026-11-22T03:00:00Z
                    0 3 * * *           | 2026-11-22T03:00:00Z | 2026-11-23T03:00:00Z
                    * * * * *           | 2026-11-22T03:00:30Z | 2026-11-22T03:01:00Z
                    */15 8-10 * * *     | 2026-11-22T10:45:00Z | 2026-11-23T08:00:00Z
                    0 3 * * 0           | 2026-11-21T12:00:00Z | 2026-11-22T03:00:00Z
                    0 3 * * 7           | 2026-11-21T12:00:00Z | 2026-11-22T03:00:00Z
                    0 3 * * 1-5         | 2026-11-20T12:00:00Z | 2026-11-23T03:00:00Z
                    0 3 * * 6,0         | 2026-11-20T12:00:00Z | 2026-11-21T03:00:00Z
                    0 3 * * MON         | 2026-11-22T12:00:00Z | 2026-11-23T03:00:00Z
                    0 3 1 JAN *         | 2026-11-22T12:00:00Z | 2027-01-01T03:00:00Z
                    0 3 13 * 5          | 2026-11-22T12:00:00Z | 2026-11-27T03:00:00Z
                    0 3 29 2 *          | 2026-11-22T12:00:00Z | 2028-02-29T03:00:00Z
                    */10 * * * * *      | 2026-11-22T03:00:01Z | 2026-11-22T03:00:10Z
                    30 0 3 * * 7        | 2026-11-21T12:00:00Z | 2026-11-22T03:00:30Z
                    """)
    void finds_the_next_time(String expression, Instant after, Instant next) {
        assertThat(utc(expression).next(after)).contains(next);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-22T03:00:00Z, 2026-11-22T03:00:00Z",
        "2026-11-22T02:59:59.9Z, 2026-11-21T03:00:00Z",
        "2026-11-22T03:00:00.1Z, 2026-11-22T03:00:00Z"
    })
    void finds_the_last_time(Instant until, Instant last) {
        assertThat(utc("0 3 * * *").last(until)).contains(last);
    }

    /** Crontab(5): if both days are restricted, either suffices. */
    @Test
    void either_day_suffices() {
        var thirteenthOrFriday = utc("0 3 13 * 5");

        assertThat(thirteenthOrFriday.next(Instant.parse("2026-12-12T00:00:00Z")))
                .contains(Instant.parse("2026-12-13T03:00:00Z"));
    }

    @Test
    void means_the_time_of_its_zone_in_summer_and_in_winter() {
        var cronSchedule = CronSchedule.parse("0 3 * * *", ZoneId.of("Europe/Berlin"));

        assertThat(cronSchedule.next(Instant.parse("2026-07-01T00:00:00Z")))
                .contains(Instant.parse("2026-07-01T01:00:00Z"));
        assertThat(cronSchedule.next(Instant.parse("2026-11-22T00:00:00Z")))
                .contains(Instant.parse("2026-11-22T02:00:00Z"));
    }

    /** On 2026-03-29 the clocks of Berlin go from 02:00 to 03:00, on 2026-10-25 from 03:00 back to 02:00. */
    @Test
    void loses_no_night_and_runs_no_night_twice_when_the_clocks_change() {
        var cronSchedule = CronSchedule.parse("30 2 * * *", ZoneId.of("Europe/Berlin"));

        var spring = Instant.parse("2026-03-29T01:30:00Z");
        assertThat(cronSchedule.next(Instant.parse("2026-03-28T12:00:00Z"))).contains(spring);
        assertThat(cronSchedule.next(spring)).contains(Instant.parse("2026-03-30T00:30:00Z"));
        var autumn = cronSchedule.next(Instant.parse("2026-10-24T12:00:00Z")).orElseThrow();
        assertThat(cronSchedule.next(autumn)).contains(Instant.parse("2026-10-26T01:30:00Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "* * * *",
                "60 3 * * *",
                "0 24 * * *",
                "0 3 * * 8",
                "0 3 30 2 *",
                "0 0 3 * * * 2026",
                "@daily",
                "0 3 ? * *",
                "off",
                "nightly"
            })
    void refuses_what_is_no_time(String expression) {
        assertThatIllegalArgumentException().isThrownBy(() -> utc(expression));
    }

    private static CronSchedule utc(String expression) {
        return CronSchedule.parse(expression, ZoneOffset.UTC);
    }
}
