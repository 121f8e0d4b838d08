package org.apicdr.testsupport;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.pollinterval.IterativePollInterval;

/** How all tests wait with Awaitility. */
public final class Waits {

    private static final int LONGEST_INTERVAL_MILLIS = 100;

    private Waits() {}

    /** Sets it for the class loader of the caller. */
    public static void configure() {
        // otherwise an exception that nobody catches in any thread ends every wait, those of other tests, too
        Awaitility.doNotCatchUncaughtExceptionsByDefault();
        // most of what is waited for is there within milliseconds
        Awaitility.setDefaultPollInterval(IterativePollInterval.iterative(
                last -> last.toMillis() < LONGEST_INTERVAL_MILLIS ? last.multipliedBy(2) : last,
                Duration.ofMillis(10)));
    }
}
