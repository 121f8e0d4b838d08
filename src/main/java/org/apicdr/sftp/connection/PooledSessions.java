package org.apicdr.sftp.connection;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The open sessions, and which of them the next operation gets. A stalled session gets no further operations and does
 * not count towards {@link #MAX_RESPONSIVE} until it answers again. Not thread-safe.
 */
final class PooledSessions {

    /** The maximum number of responsive sessions. */
    static final int MAX_RESPONSIVE = 4;

    /** The maximum number of sessions including stalled ones. */
    private static final int MAX_TOTAL = 2 * MAX_RESPONSIVE;

    /**
     * A session counts as unused if its oldest request has waited less than this, because no caller waits for the reply
     * to a final close.
     */
    private static final Duration UNUSED_WAIT = Duration.ofMillis(250);

    private static final Duration IDLE_TIMEOUT = Duration.ofMinutes(5);

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

    /** Returns whether another session may be opened beside these and {@code opening} others. */
    boolean hasCapacity(int opening) {
        long count = sessions.stream().filter(PooledSessions::responsive).count();
        return count + opening < MAX_RESPONSIVE && sessions.size() + opening < MAX_TOTAL;
    }

    /** Returns the unused session that was used last, so that the others become idle. */
    Optional<PooledSession> free() {
        return sessions.stream()
                .filter(session -> responsive(session) && session.leases() == 0)
                .filter(session -> session.session().waiting().compareTo(UNUSED_WAIT) < 0)
                .max(Comparator.comparing(PooledSession::lastUsed));
    }

    /** Returns the responsive session with the fewest users. */
    Optional<PooledSession> leastUsed() {
        return sessions.stream()
                .filter(PooledSessions::responsive)
                .min(Comparator.comparing(PooledSession::leases)
                        .thenComparing(session -> session.session().waiting()));
    }

    void removeLost() {
        sessions.removeIf(session -> !session.session().open());
    }

    /** Removes all idle sessions but one, and stalled sessions that have no users. */
    List<SftpSession> removeIdle() {
        var since = clock.instant().minus(IDLE_TIMEOUT);
        var removed = remove(session -> session.leases() == 0 && !responsive(session));
        var newest = free().map(PooledSession::lastUsed).orElse(Instant.MAX);
        removed.addAll(remove(session -> session.leases() == 0
                && session.lastUsed().isBefore(since)
                && session.lastUsed().isBefore(newest)));
        return removed;
    }

    List<SftpSession> removeAll() {
        return remove(session -> true);
    }

    private List<SftpSession> remove(Predicate<PooledSession> condition) {
        var removed = new ArrayList<SftpSession>();
        for (var session : List.copyOf(sessions)) {
            if (condition.test(session)) {
                sessions.remove(session);
                removed.add(session.session());
            }
        }
        return removed;
    }

    private static boolean responsive(PooledSession session) {
        return session.session().open() && !session.session().stalled();
    }
}
