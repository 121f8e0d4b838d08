package org.apicdr.sftp.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Random;
import org.apicdr.sftp.hostkey.HostKeyRejectedException;
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
    void opens_at_the_first_refused_login_and_says_until_when() {
        refuseLogin(true);

        assertThat(circuitBreaker.open()).isTrue();
        assertThat(circuitBreaker.allows()).isFalse();
        assertThat(circuitBreaker.refusal())
                .hasMessage("The login was refused. No further attempt before 2026-11-22T12:15:01Z.");
    }

    @Test
    void allows_a_login_with_a_refused_password_after_pauses_that_double_up_to_an_hour() {
        refuseLogin(true);
        for (int minutes : new int[] {15, 30, 60, 60, 60}) {
            assertPause(Duration.ofMinutes(minutes));

            refuseLogin(true);
        }
        assertThat(circuitBreaker.refusedLogins()).isEqualTo(6);
    }

    @Test
    void allows_a_login_with_a_refused_key_sooner() {
        refuseLogin(false);
        for (int minutes : new int[] {1, 2, 4, 8, 16, 32, 60, 60}) {
            assertPause(Duration.ofMinutes(minutes));

            refuseLogin(false);
        }
    }

    @Test
    void sends_fewer_passwords_than_lock_an_account_even_from_two_replicas() {
        var sent = new ArrayList<Instant>();
        for (var end = NOON.plus(Duration.ofHours(12)); clock.instant().isBefore(end); ) {
            if (circuitBreaker.allows()) {
                for (int each = circuitBreaker.refusedLogins() == 0 ? 2 : 1; each > 0; each--) {
                    sent.add(clock.instant());
                }
                refuseLogin(true);
            }
            clock.advance(Duration.ofSeconds(30)); // the health check
        }

        assertThat(sent).hasSizeBetween(12, 15).allSatisfy(first -> {
            var last = first.plus(Duration.ofMinutes(15));
            assertThat(sent.stream().filter(at -> !at.isBefore(first) && at.isBefore(last)))
                    .hasSizeLessThanOrEqualTo(2);
        });
    }

    @Test
    void goes_on_with_the_pauses_of_logins_after_an_outage() {
        refuseLogin(true);
        clock.advance(Duration.ofMinutes(15));
        fail(1);
        assertThat(circuitBreaker.refusal()).hasMessageStartingWith("The login was refused.");

        clock.advance(Duration.ofSeconds(1));
        assertThat(circuitBreaker.allows()).isTrue();
        refuseLogin(true);

        assertPause(Duration.ofMinutes(30));
    }

    @Test
    void names_an_untrusted_host_key_until_a_session_was_opened() {
        var untrusted = new HostKeyRejectedException("ssh-ed25519", true, "The host key is not trusted.");
        circuitBreaker.failed(System.nanoTime(), untrusted);
        refuseLogin(true);
        fail(3);

        assertThat(circuitBreaker.refusal()).hasMessageStartingWith("The host key is not trusted.");
        assertThat(circuitBreaker.reason(new IOException("It is down."))).isSameAs(untrusted);

        circuitBreaker.close();
        fail(3);
        assertThat(circuitBreaker.refusal()).hasMessageStartingWith("It is down.");
    }

    @Test
    void is_not_kept_open_by_a_clock_that_was_set_back() {
        fail(3);

        clock.advance(Duration.ofDays(-1));

        assertThat(circuitBreaker.allows()).isTrue();
    }

    private void assertPause(Duration pause) {
        clock.advance(pause.minusMillis(1));
        assertThat(circuitBreaker.allows()).isFalse();
        clock.advance(Duration.ofMillis(1));
        assertThat(circuitBreaker.allows()).isTrue();
    }

    private void refuseLogin(boolean passwordSent) {
        circuitBreaker.failed(
                System.nanoTime(),
                new LoginRefusedException("The login was refused.", passwordSent, new IOException("no")));
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            circuitBreaker.failed(System.nanoTime(), new IOException("It is down."));
        }
    }
}
