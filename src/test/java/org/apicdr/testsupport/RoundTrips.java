package org.apicdr.testsupport;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts how often a client had to wait for a round trip. It is an estimate, seen from outside: a wait is counted when
 * something comes back a whole round trip or more after the first of what was sent since the wait before. What is sent
 * meanwhile, on any connection, is under way in the same wait; what comes back early belongs to the wait before. So it
 * counts turns that must follow each other, for one client that does one thing at a time; for several at once it means
 * nothing. Half a millisecond is allowed for clocks.
 */
public final class RoundTrips {

    private static final long TOLERANCE = Duration.ofNanos(500_000).toNanos();

    private final long roundTrip;
    private final List<Wait> waits = new ArrayList<>();
    private long asked;
    private boolean waiting;

    public RoundTrips(Duration roundTrip) {
        this.roundTrip = roundTrip.toNanos() - TOLERANCE;
    }

    /** Those since the last {@link #reset}. */
    public synchronized List<Wait> waits() {
        return List.copyOf(waits);
    }

    public synchronized void reset() {
        waits.clear();
        waiting = false;
    }

    synchronized void asked(long now) {
        if (!waiting) {
            waiting = true;
            asked = now;
        }
    }

    synchronized void answered(long now) {
        if (waiting && now - asked >= roundTrip) {
            waits.add(new Wait(asked, now));
            waiting = false;
        }
    }

    /**
     * A wait.
     *
     * @param from when something was sent, by {@link System#nanoTime}
     * @param to when the first answer after it was there
     */
    public record Wait(long from, long to) {}
}
