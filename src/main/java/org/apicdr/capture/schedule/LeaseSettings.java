package org.apicdr.capture.schedule;

import java.time.Duration;

/**
 * The settings of the lease.
 *
 * @param lease its name
 * @param duration how long it is valid after each renewal
 */
public record LeaseSettings(String lease, Duration duration) {

    private static final Duration SHORTEST_PERIOD = Duration.ofSeconds(1);

    private static final Duration LONGEST_PERIOD = Duration.ofSeconds(5);

    private static final int PERIODS = 6;

    /** How long its holder leads after a renewal. The rest allows for clocks that differ and for the last step. */
    public Duration renewDeadline() {
        return duration.multipliedBy(2).dividedBy(3);
    }

    /** The timeout of one request about it. */
    public Duration requestTimeout() {
        return duration.dividedBy(3);
    }

    /** The interval of renewals, and the shortest interval of attempts to acquire it. */
    public Duration retryPeriod() {
        var period = duration.dividedBy(PERIODS);
        if (period.compareTo(SHORTEST_PERIOD) < 0) {
            return SHORTEST_PERIOD;
        }
        return period.compareTo(LONGEST_PERIOD) > 0 ? LONGEST_PERIOD : period;
    }
}
