package org.apicdr.sftp.connection;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.apicdr.core.Deadline;

/** Decides whether to retry an idempotent operation, and waits before each retry. */
public final class RetryPolicy {

    private static final int MAX_RETRIES = 2;

    private final Backoff backoff =
            new Backoff(Duration.ofMillis(200), Duration.ofSeconds(1), ThreadLocalRandom.current());
    private final Deadline deadline;
    private int staleSessions;
    private int retries;

    public RetryPolicy(Deadline deadline) {
        this.deadline = deadline;
    }

    /**
     * Retries at once after the loss of a session that had been used before, because the operation did not cause it.
     */
    void afterStale(IOException failure) throws IOException {
        staleSessions++;
        if (staleSessions > PooledSessions.MAX_RESPONSIVE || deadline.passed()) {
            throw failure;
        }
    }

    /**
     * Retries after a pause if another, possibly temporary, failure occurred. Fails if no time is left for the pause.
     */
    public void after(IOException failure) throws IOException {
        retries++;
        var pause = backoff.full(retries);
        if (retries > MAX_RETRIES || deadline.left().compareTo(pause) <= 0) {
            throw failure;
        }
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            throw TimeLimitedConnector.interrupted(e);
        }
    }
}
