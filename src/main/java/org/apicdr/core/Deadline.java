package org.apicdr.core;

import java.time.Duration;

/**
 * The time by which a request must be answered. It is passed to every method that waits.
 *
 * @param nanoTime a value of {@link System#nanoTime()}
 */
public record Deadline(long nanoTime) {

    public static Deadline in(Duration duration) {
        return new Deadline(System.nanoTime() + duration.toNanos());
    }

    /** Returns the time left; zero after the deadline. */
    public Duration left() {
        return Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime()));
    }

    /** Returns an earlier deadline, which leaves time for subsequent work. */
    public Deadline earlier(Duration by) {
        return new Deadline(nanoTime - by.toNanos());
    }

    public boolean passed() {
        return left().isZero();
    }
}
