package org.apicdr.sftp.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.apicdr.testsupport.SettableClock;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class CircuitBreakerTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private final SettableClock clock = new SettableClock(NOON);
    private final CircuitBreaker circuitBreaker = new CircuitBreaker(clock, new Random(1));

    @Test
    void opens_when_three_calls_in_a_row_failed() {
        fail(2);
        assertThat(circuitBreaker.open()).isFalse();
        assertThat(circuitBreaker.allows()).isTrue();

        fail(1);

        assertThat(circuitBreaker.open()).isTrue();
        assertThat(circuitBreaker.allows()).isFalse();
    }

    @Test
    void says_why_and_until_when() {
        fail(3);

        assertThat(circuitBreaker.refusal()).hasMessage("It is down. No further attempt before 2026-11-22T12:00:01Z.");
    }

    @Test
    void counts_calls_that_ran_side_by_side_once() {
        long begun = System.nanoTime();

        for (int i = 0; i < 10; i++) {
            circuitBreaker.failed(begun, new IOException("It is down."));
        }

        assertThat(circuitBreaker.open()).isFalse();
    }

    @Test
    void starts_anew_after_a_success() {
        fail(2);
        circuitBreaker.close();
        fail(2);

        assertThat(circuitBreaker.open()).isFalse();
    }

    @Test
    void allows_an_attempt_after_pauses_that_double_up_to_half_a_minute() {
        fail(3);
        for (int limit : new int[] {1, 2, 4, 8, 16, 30, 30}) {
            clock.advance(Duration.ofMillis(limit * 500L - 1));
            assertThat(circuitBreaker.allows()).isFalse();
            clock.advance(Duration.ofMillis(limit * 500L + 1));
            assertThat(circuitBreaker.allows()).isTrue();

            fail(1);
        }
    }

    @Test
    void is_not_kept_open_by_a_clock_that_was_set_back() {
        fail(3);

        clock.advance(Duration.ofDays(-1));

        assertThat(circuitBreaker.allows()).isTrue();
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            circuitBreaker.failed(System.nanoTime(), new IOException("It is down."));
        }
    }
}
