package org.apicdr.sftp;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The sessions that are open, and which of them the next operation gets. One that stalls gets no further operations; it
 * does not count either until it answers again. Not thread-safe.
 */
final class PooledSessions {

    /** Sessions that answer. */
    static final int MOST = 4;

    /** Those that stall too. */
    private static final int MOST_OF_ALL = 2 * MOST;

    /** Whose oldest request waits no longer is taken for free: nobody waits for the answer to a last close. */
    private static final Duration BRIEF = Duration.ofMillis(250);

    private static final Duration IDLE = Duration.ofMinutes(5);

    private final Clock clock;
    private final List<PooledSession> sessions = new ArrayList<>();

    PooledSessions(Clock clock) {
        this.clock = clock;
    }

    void add(PooledSession session) {
        sessions.add(session);
    }

    int size() {
        return sessions.size();
    }

    boolean holds(PooledSession session) {
        return sessions.contains(session);
    }

    /** Whether one more fits beside these and others that are being opened. */
    boolean room(int opening) {
        long lively = sessions.stream().filter(PooledSessions::lively).count();
        return lively + opening < MOST && sessions.size() + opening < MOST_OF_ALL;
    }

    /** The one that nobody uses, the latest used first, so that others become idle for good. */
    Optional<PooledSession> free() {
        return sessions.stream()
                .filter(session -> lively(session) && session.leases() == 0)
                .filter(session -> session.session().waiting().compareTo(BRIEF) < 0)
                .max(Comparator.comparing(PooledSession::lastUsed));
    }

    /** The one that the fewest use. */
    Optional<PooledSession> leastUsed() {
        return sessions.stream()
                .filter(PooledSessions::lively)
                .min(Comparator.comparing(PooledSession::leases)
                        .thenComparing(session -> session.session().waiting()));
    }

    void removeLost() {
        sessions.removeIf(session -> !session.session().open());
    }

    /** Takes out what nobody used for a while, but for one; and what stalls though nobody waits for it. */
    List<SftpSession> removeIdle() {
        var since = clock.instant().minus(IDLE);
        var removed = remove(session -> session.leases() == 0 && !lively(session));
        var newest = free().map(PooledSession::lastUsed).orElse(Instant.MAX);
        removed.addAll(remove(session -> session.leases() == 0
                && session.lastUsed().isBefore(since)
                && session.lastUsed().isBefore(newest)));
        return removed;
    }

    List<SftpSession> removeAll() {
        return remove(session -> true);
    }

    private List<SftpSession> remove(Predicate<PooledSession> which) {
        var removed = new ArrayList<SftpSession>();
        for (var session : List.copyOf(sessions)) {
            if (which.test(session)) {
                sessions.remove(session);
                removed.add(session.session());
            }
        }
        return removed;
    }

    private static boolean lively(PooledSession session) {
        return session.session().open() && !session.session().stalled();
    }
}
