package org.apicdr.kubernetes;

import java.time.Duration;
import java.time.Instant;

/**
 * A moment by two clocks of this machine.
 *
 * @param time of the day: goes on while the machine sleeps, but can be set
 * @param nanos a value of {@link System#nanoTime()}: cannot be set, but may stand still while the machine sleeps
 */
record ClockReading(Instant time, long nanos) {

    /** What has surely passed since. */
    Duration since(ClockReading earlier) {
        return Duration.ofNanos(nanos - earlier.nanos);
    }

    /** What may have passed since: by the clock that saw more of it. */
    Duration atMostSince(ClockReading earlier) {
        var steady = since(earlier);
        var ofDay = Duration.between(earlier.time, time);
        return steady.compareTo(ofDay) > 0 ? steady : ofDay;
    }
}
