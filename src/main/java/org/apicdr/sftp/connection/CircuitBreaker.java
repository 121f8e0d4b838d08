package org.apicdr.sftp.connection;

import io.quarkus.logging.Log;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.random.RandomGenerator;
import org.apicdr.core.Sentences;
import org.apicdr.sftp.hostkey.HostKeyRejectedException;
import org.jspecify.annotations.Nullable;

/**
 * Limits connection attempts to an unreachable server. It opens after three consecutive calls that could not open a
 * session. While open, it allows one attempt after a pause. The pause is about a second at first and doubles with each
 * failure, up to half a minute. A successful attempt closes the circuit breaker. Concurrent calls count as one failure.
 *
 * <p>A refused login opens it at once, and for longer, because servers lock accounts after a few wrong passwords. A common
 * limit is five within a quarter of an hour. The first refused login sends a password at most twice, and later ones once,
 * so that two replicas stay below that limit.
 *
 * <p>Not thread-safe.
 */
final class CircuitBreaker {

    private static final int FAILURES = 3;

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    private static final Duration MAX_PAUSE = Duration.ofSeconds(30);

    private static final Duration FIRST_PASSWORD_PAUSE = Duration.ofMinutes(15);

    /** Servers do not lock an account because of an unknown key. */
    private static final Duration FIRST_KEY_PAUSE = Duration.ofMinutes(1);

    private static final Duration MAX_LOGIN_PAUSE = Duration.ofHours(1);

    private final Clock clock;
    private final RandomGenerator random;
    private int failures;
    private int refusedLogins;
    private Duration pause = Duration.ZERO;
    private long lastCounted = System.nanoTime();
    private Instant next = Instant.MIN;
    private @Nullable IOException last;

    CircuitBreaker(Clock clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    boolean open() {
        return failures >= FAILURES || refusedLogins > 0;
    }

    /** Returns whether a session may be opened now. Setting the clock back does not lengthen the pause. */
    boolean allows() {
        var left = Duration.between(clock.instant(), open() ? next : Instant.MIN);
        return left.isNegative() || left.isZero() || left.compareTo(pause) > 0;
    }

    /**
     * Records that a session could not be opened.
     *
     * @param begun when the call that needed the session began, in terms of {@link System#nanoTime()}
     */
    void failed(long begun, IOException failure) {
        if (weight(failure) >= weight(last)) {
            last = failure;
        }
        if (failure instanceof LoginRefusedException refusal) {
            refusedLogin(refusal);
            return;
        }
        if (open() || begun - lastCounted > 0) {
            failures++;
            lastCounted = System.nanoTime();
        }
        if (open()
                && (refusedLogins == 0
                        || !clock.instant().isBefore(next))) { // never shortens the pause of a refused login
            pause = randomPause();
            next = clock.instant().plus(pause);
        }
        if (failures == FAILURES) {
            Log.warnf(
                    "SFTP circuit breaker opened after %d consecutive connection failures."
                            + " Retrying with pauses of up to %d s",
                    FAILURES, MAX_PAUSE.toSeconds());
        }
    }

    private void refusedLogin(LoginRefusedException refusal) {
        var first = refusal.passwordSent() ? FIRST_PASSWORD_PAUSE : FIRST_KEY_PAUSE;
        var doubled = first.multipliedBy(1L << Math.min(refusedLogins, 20));
        refusedLogins++;
        pause = doubled.compareTo(MAX_LOGIN_PAUSE) < 0 ? doubled : MAX_LOGIN_PAUSE;
        next = clock.instant().plus(pause);
        Log.warnf(
                "SFTP circuit breaker opened after %d refused logins in a row. Retrying in %d min, or when a file with"
                        + " credentials or host keys changes",
                refusedLogins, pause.toMinutes());
    }

    /**
     * Returns how much a failure says about its cause. A server that refused a login or has an untrusted key may close
     * the next connection at once, and that does not help the operator.
     */
    private static int weight(@Nullable IOException failure) {
        if (failure instanceof HostKeyRejectedException) {
            return 2;
        }
        return failure instanceof LoginRefusedException ? 1 : 0;
    }

    /** Returns a pause of random length, at least half of the longest that is due. */
    private Duration randomPause() {
        long doubled = FIRST_PAUSE.toNanos() << Math.max(0, Math.min(failures - FAILURES, 20));
        long longest = Math.min(doubled, MAX_PAUSE.toNanos());
        return Duration.ofNanos(longest / 2 + random.nextLong(longest / 2 + 1));
    }

    /** Records that a session was opened, or that a change may allow one to be opened. */
    void close() {
        failures = 0;
        refusedLogins = 0;
        last = null;
    }

    /** Returns the number of logins that the server has refused in a row. */
    int refusedLogins() {
        return refusedLogins;
    }

    /** Returns the failure that tells the operator most about why no session could be opened. */
    IOException reason(IOException failure) {
        return last == null || weight(failure) >= weight(last) ? failure : last;
    }

    /** Returns why no session is opened now. */
    IOException refusal() {
        var reason =
                last == null ? "The store could not be reached." : Sentences.closed(String.valueOf(last.getMessage()));
        var now = clock.instant();
        var until =
                (next.isAfter(now) ? next : now).truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
        return new IOException("%s No further attempt before %s.".formatted(reason, until), last);
    }
}
