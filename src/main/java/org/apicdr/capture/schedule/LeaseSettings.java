package org.apicdr.capture.schedule;

import java.time.Duration;

/**
 * A lease that is sought.
 *
 * @param lease its name
 * @param duration how long it stands after each renewal
 */
public record LeaseSettings(String lease, Duration duration) {

    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private static final int PAUSES = 6;

    /** How long after a renewal its holder may act on it; the rest is for clocks of unlike speed, and for the last step. */
    public Duration trusted() {
        return duration.multipliedBy(2).dividedBy(3);
    }

    /** How long to wait for one answer about it. */
    public Duration patience() {
        return duration.dividedBy(3);
    }

    /** The time from one look at it to the next. */
    Duration pause() {
        var pause = duration.dividedBy(PAUSES);
        if (pause.compareTo(SHORTEST_PAUSE) < 0) {
            return SHORTEST_PAUSE;
        }
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }
}
