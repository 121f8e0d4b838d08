package org.apicdr.sftp;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Pauses that double, and are random so that many who failed together do not return together.
 *
 * @param first the longest that the first pause may be
 * @param longest what no pause exceeds
 * @param random makes them differ
 */
record Backoff(Duration first, Duration longest, RandomGenerator random) {

    /** Anything up to the whole pause. */
    Duration full(int failures) {
        return Duration.ofNanos(random.nextLong(whole(failures)) + 1);
    }

    /** At least half of the pause. */
    Duration half(int failures) {
        long whole = whole(failures);
        return Duration.ofNanos(whole / 2 + random.nextLong(whole / 2 + 1));
    }

    private long whole(int failures) {
        long doubled = first.toNanos() << Math.min(failures - 1, 20);
        return Math.min(doubled, longest.toNanos());
    }
}
