package org.apicdr.core;

import java.time.Duration;

/**
 * The point in time by which a request must be answered; handed down to everything that waits.
 *
 * @param nanoTime a value of {@link System#nanoTime()}
 */
public record Deadline(long nanoTime) {

    public static Deadline in(Duration duration) {
        return new Deadline(System.nanoTime() + duration.toNanos());
    }

    /** The time left; zero once the deadline has passed. */
    public Duration left() {
        return Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime()));
    }

    /** The deadline of what has to be done while there is still time for something else. */
    public Deadline earlier(Duration by) {
        return new Deadline(nanoTime - by.toNanos());
    }

    public boolean passed() {
        return left().isZero();
    }
}
