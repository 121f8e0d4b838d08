package org.apicdr.sftp.connection;

import io.quarkus.logging.Log;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.random.RandomGenerator;
import org.apicdr.core.Sentences;
import org.jspecify.annotations.Nullable;

/**
 * Limits connection attempts to an unreachable server. It opens after three consecutive calls that could not open a
 * session. While open, it allows one attempt after a pause. The pause is about a second at first and doubles with each
 * failure, up to half a minute. A successful attempt closes the circuit breaker. Concurrent calls count as one failure.
 * Not thread-safe.
 */
final class CircuitBreaker {

    private static final int FAILURES = 3;

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    private static final Duration MAX_PAUSE = Duration.ofSeconds(30);

    private final Clock clock;
    private final RandomGenerator random;
    private int failures;
    private long lastCounted = System.nanoTime();
    private Instant next = Instant.MIN;
    private @Nullable IOException last;

    CircuitBreaker(Clock clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    boolean open() {
        return failures >= FAILURES;
    }

    /** Returns whether a session may be opened now. Setting the clock back does not lengthen the pause. */
    boolean allows() {
        var left = Duration.between(clock.instant(), open() ? next : Instant.MIN);
        return left.isNegative() || left.isZero() || left.compareTo(MAX_PAUSE) > 0;
    }

    /**
     * Records that a session could not be opened.
     *
     * @param begun when the call that needed the session began, in terms of {@link System#nanoTime()}
     */
    void failed(long begun, IOException failure) {
        last = failure;
        if (open() || begun - lastCounted > 0) {
            failures++;
            lastCounted = System.nanoTime();
        }
        if (open()) {
            next = clock.instant().plus(pause());
        }
        if (failures == FAILURES) {
            Log.warnf(
                    "SFTP circuit breaker opened after %d consecutive connection failures."
                            + " Retrying with pauses of up to %d s",
                    FAILURES, MAX_PAUSE.toSeconds());
        }
    }

    /** Returns a pause of random length, at least half of the longest that is due. */
    private Duration pause() {
        long doubled = FIRST_PAUSE.toNanos() << Math.min(failures - FAILURES, 20);
        long longest = Math.min(doubled, MAX_PAUSE.toNanos());
        return Duration.ofNanos(longest / 2 + random.nextLong(longest / 2 + 1));
    }

    /** Records that a session was opened, or that a change may allow one to be opened. */
    void close() {
        failures = 0;
        last = null;
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
