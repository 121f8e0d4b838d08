package org.apicdr.sftp;

import io.quarkus.logging.Log;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a server that cannot be reached from being asked by every request. After three calls in a row that could open no
 * session it opens: then one attempt is allowed after a pause of a second, which doubles up to half a minute with each
 * that fails. One that succeeds closes it. Calls that ran side by side count as one. Not thread-safe.
 */
final class CircuitBreaker {

    private static final int FAILURES = 3;

    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final Clock clock;
    private final Backoff backoff;
    private int failures;
    private long lastCounted = System.nanoTime();
    private Instant next = Instant.MIN;
    private @Nullable IOException last;

    CircuitBreaker(Clock clock, RandomGenerator random) {
        this.clock = clock;
        this.backoff = new Backoff(Duration.ofSeconds(1), LONGEST, random);
    }

    boolean open() {
        return failures >= FAILURES;
    }

    /** Whether a session may be opened now. A clock that was set back does not make the pause longer. */
    boolean allows() {
        var left = Duration.between(clock.instant(), open() ? next : Instant.MIN);
        return left.isNegative() || left.isZero() || left.compareTo(LONGEST) > 0;
    }

    /**
     * A session could not be opened.
     *
     * @param begun when the call began that needed it, as by {@link System#nanoTime()}
     */
    void failed(long begun, IOException why) {
        last = why;
        if (open() || begun - lastCounted > 0) {
            failures++;
            lastCounted = System.nanoTime();
        }
        if (open()) {
            next = clock.instant().plus(backoff.half(failures - FAILURES + 1));
        }
        if (failures == FAILURES) {
            Log.warnf("From now on few attempts to reach the store, for %d failed in a row", FAILURES);
        }
    }

    /** A session was opened, or something has changed that may let it be. */
    void close() {
        failures = 0;
        last = null;
    }

    /** Why no session is opened now. */
    IOException refusal() {
        var why = last == null ? "The store could not be reached." : last.getMessage();
        var now = clock.instant();
        var until =
                (next.isAfter(now) ? next : now).truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
        return new IOException("%s No further attempt before %s.".formatted(why, until), last);
    }
}
