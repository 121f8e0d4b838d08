package org.apicdr.sftp;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.apicdr.configuration.FileStamp;
import org.apicdr.request.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one session, opened when it is first needed and shared by all threads; opens another when it is lost, or when a file
 * that it was opened with has changed, for the key in it may have been revoked.
 */
final class SftpSessions implements AutoCloseable {

    /** What operations that run when a file changes have left to end in, before their session does. */
    private static final Duration GRACE = Duration.ofMinutes(1);

    private final SettingsSource settings;
    private final ReentrantLock lock = new ReentrantLock();
    private final ScheduledExecutorService watchdog =
            Executors.newSingleThreadScheduledExecutor(task -> TimedDial.daemon(task, "sftp-watchdog"));
    private final Clock clock;
    private volatile @Nullable Dialled current;

    SftpSessions(SettingsSource settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** Runs what is safe to repeat: once more where a session was lost that had served before. */
    <T> T call(Deadline deadline, Operation<T> operation) throws IOException {
        var session = session(deadline);
        boolean fresh = session.firstUse();
        try {
            return operation.run(session.requests(deadline));
        } catch (ConnectionLost e) {
            if (fresh || session.open() || deadline.passed()) {
                throw e;
            }
        }
        var another = session(deadline);
        another.firstUse();
        return operation.run(another.requests(deadline));
    }

    /** Breaks the session at the deadline unless cancelled first: a write that is stuck has no timeout of its own. */
    ScheduledFuture<?> watch(SftpSession session, Deadline deadline) {
        return watchdog.schedule(session::abort, deadline.left().toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Fingerprint of the key that the server presented for the latest session; never waits for one. */
    Optional<String> hostKey() {
        return Optional.ofNullable(current).map(dialled -> dialled.session().hostKey());
    }

    @Override
    public void close() {
        watchdog.shutdownNow();
        lock.lock();
        try {
            var open = current;
            if (open != null) {
                open.session().close();
            }
        } finally {
            lock.unlock();
        }
    }

    private SftpSession session(Deadline deadline) throws IOException {
        try {
            if (!lock.tryLock(deadline.left().toNanos(), TimeUnit.NANOSECONDS)) {
                throw new IOException("No connection to the SFTP server in time: another request is still opening it.");
            }
        } catch (InterruptedException e) {
            throw TimedDial.interrupted(e);
        }
        try {
            var usable = settings.settings();
            var stamps = FileStamp.of(usable.files());
            var known = current;
            if (known != null && !known.stamps().equals(stamps)) {
                retire(known.session());
                known = null;
                current = null;
            }
            if (known == null || !known.session().open()) {
                known = new Dialled(TimedDial.open(new SftpDial(usable, deadline, clock), deadline), stamps);
                current = known;
            }
            return known.session();
        } finally {
            lock.unlock();
        }
    }

    private void retire(SftpSession session) {
        var unused = watchdog.schedule(session::abort, GRACE.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * A session.
     *
     * @param stamps the files that it was opened with
     */
    private record Dialled(SftpSession session, List<Optional<FileStamp>> stamps) {}

    /** What is done with a session. */
    interface Operation<T> {
        T run(SftpRequests requests) throws IOException;
    }

    /** Gives the settings, or a sentence about what is wrong with them. */
    interface SettingsSource {
        SftpSettings settings() throws IOException;
    }
}
