package org.apicdr.testsupport;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waits for what comes by itself, and no longer than it takes. */
public final class Await {

    private static final long PAUSE_MILLIS = 100;

    private Await() {}

    /** Tries an assertion again and again until it holds; its last failure is thrown once the time is over. */
    public static void within(Duration time, Runnable assertion) {
        long end = System.nanoTime() + time.toNanos();
        while (true) {
            try {
                assertion.run();
                return;
            } catch (AssertionError e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
                pause();
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
