package org.apicdr.sftp.connection;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A session of the pool with its leases. Not thread-safe. */
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

    /** Returns the number of operations that use the session. */
    int leases() {
        leases.removeIf(SessionLease::over);
        return leases.size();
    }

    Instant lastUsed() {
        return lastUsed;
    }
}
