package org.apicdr.sftp;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.apicdr.core.Deadline;

/** Decides whether an operation that is safe to repeat is repeated, and pauses before it is. */
final class RetryPolicy {

    private static final int MOST = 2;

    private final Backoff backoff =
            new Backoff(Duration.ofMillis(200), Duration.ofSeconds(1), ThreadLocalRandom.current());
    private final Deadline deadline;
    private int stale;
    private int repeated;

    RetryPolicy(Deadline deadline) {
        this.deadline = deadline;
    }

    /** A session that had served before was lost, which is no fault of the operation: repeated at once. */
    void afterStale(IOException failure) throws IOException {
        stale++;
        if (stale > PooledSessions.MOST || deadline.passed()) {
            throw failure;
        }
    }

    /** Something else failed that may be better in a moment; not if there is no time left for the pause. */
    void after(IOException failure) throws IOException {
        repeated++;
        var pause = backoff.full(repeated);
        if (repeated > MOST || deadline.left().compareTo(pause) <= 0) {
            throw failure;
        }
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            throw TimeLimitedConnector.interrupted(e);
        }
    }
}
