package org.apicdr.capture.schedule;

import java.time.Duration;

/**
 * The settings of the lease.
 *
 * @param lease its name
 * @param duration how long it is valid after each renewal
 */
public record LeaseSettings(String lease, Duration duration) {

    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private static final int PAUSES = 6;

    /** How long its holder may rely on it after a renewal. The rest allows for clocks of unlike speed and for the last step. */
    public Duration trusted() {
        return duration.multipliedBy(2).dividedBy(3);
    }

    /** The timeout of one request about it. */
    public Duration requestTimeout() {
        return duration.dividedBy(3);
    }

    /** The interval of renewals. */
    Duration pause() {
        var pause = duration.dividedBy(PAUSES);
        if (pause.compareTo(SHORTEST_PAUSE) < 0) {
            return SHORTEST_PAUSE;
        }
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }
}
