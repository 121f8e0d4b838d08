package org.apicdr.kubernetes;

import java.time.Duration;
import java.time.Instant;

/**
 * The time by two clocks of this machine.
 *
 * @param time the time of day, which goes on while the machine sleeps but can be set
 * @param nanos a value of {@link System#nanoTime()}: which cannot be set but may stand still while the machine sleeps
 */
record ClockReading(Instant time, long nanos) {

    /** The time that has passed at least. */
    Duration since(ClockReading earlier) {
        return Duration.ofNanos(nanos - earlier.nanos);
    }

    /** The time that may have passed: by the clock that counted more. */
    Duration atMostSince(ClockReading earlier) {
        var steady = since(earlier);
        var ofDay = Duration.between(earlier.time, time);
        return steady.compareTo(ofDay) > 0 ? steady : ofDay;
    }
}
