package org.apicdr.sftp;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A session with what is known of its use. Not thread-safe. */
final class PooledSession {

    private final SftpSession session;
    private final List<SessionLease> leases = new ArrayList<>();
    private Instant lastUsed;

    PooledSession(SftpSession session, Instant now) {
        this.session = session;
        this.lastUsed = now;
    }

    SftpSession session() {
        return session;
    }

    void lease(SessionLease sessionLease, Instant now) {
        leases.add(sessionLease);
        lastUsed = now;
    }

    /** How many operations are at it. */
    int leases() {
        leases.removeIf(SessionLease::over);
        return leases.size();
    }

    Instant lastUsed() {
        return lastUsed;
    }
}
