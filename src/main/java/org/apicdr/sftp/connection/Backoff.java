package org.apicdr.sftp.connection;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Exponential backoff with jitter, so that clients that failed together do not retry together.
 *
 * @param first the upper bound of the first pause
 * @param longest the upper bound of all pauses
 * @param random the source of jitter
 */
record Backoff(Duration first, Duration longest, RandomGenerator random) {

    /** Returns a random part of the pause. */
    Duration full(int failures) {
        return Duration.ofNanos(random.nextLong(whole(failures)) + 1);
    }

    /** Returns at least half of the pause. */
    Duration half(int failures) {
        long whole = whole(failures);
        return Duration.ofNanos(whole / 2 + random.nextLong(whole / 2 + 1));
    }

    private long whole(int failures) {
        long doubled = first.toNanos() << Math.min(failures - 1, 20);
        return Math.min(doubled, longest.toNanos());
    }
}
