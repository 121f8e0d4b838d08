package org.apicdr.sftp.connection;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.apicdr.core.Deadline;

/** Decides whether to retry an idempotent operation, and waits before each retry. */
public final class RetryPolicy {

    private static final int MAX_RETRIES = 2;

    /** The longest pause before the first retry. It doubles for the next. */
    private static final Duration MAX_FIRST_PAUSE = Duration.ofMillis(200);

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
        if (staleSessions > SessionPool.MAX_RESPONSIVE || deadline.passed()) {
            throw failure;
        }
    }

    /**
     * Retries after another, possibly temporary, failure. Pauses before, for a random time, so that callers that failed
     * together do not retry together. Fails if no time is left for the pause.
     */
    public void after(IOException failure) throws IOException {
        retries++;
        if (retries > MAX_RETRIES) {
            throw failure;
        }
        long longest = MAX_FIRST_PAUSE.toNanos() << (retries - 1);
        var pause = Duration.ofNanos(ThreadLocalRandom.current().nextLong(longest) + 1);
        if (deadline.left().compareTo(pause) <= 0) {
            throw failure;
        }
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            throw SftpConnector.interrupted(e);
        }
    }
}
