package org.apicdr.sftp.connection;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apicdr.core.FileVersion;
import org.jspecify.annotations.Nullable;

/** A connection attempt in progress, shared by all callers that wait for it. Not thread-safe. */
final class PendingConnection {

    private final SftpConnector connector;
    private final List<Optional<FileVersion>> stamps;
    private final long wantedSince;
    private final long begun = System.nanoTime();
    private @Nullable PooledSession session;
    private @Nullable IOException failure;

    /**
     * Begins an attempt.
     *
     * @param stamps the versions of the files that it is opened with
     * @param wantedSince when the call that needs the session began, in terms of {@link System#nanoTime()}
     */
    PendingConnection(SftpConnector connector, List<Optional<FileVersion>> stamps, long wantedSince) {
        this.connector = connector;
        this.stamps = stamps;
        this.wantedSince = wantedSince;
    }

    SftpConnector connector() {
        return connector;
    }

    List<Optional<FileVersion>> stamps() {
        return stamps;
    }

    long wantedSince() {
        return wantedSince;
    }

    boolean youngerThan(Duration age) {
        return System.nanoTime() - begun < age.toNanos();
    }

    void opened(PooledSession opened) {
        session = opened;
    }

    void failed(IOException cause) {
        failure = cause;
    }

    boolean over() {
        return session != null || failure != null;
    }

    Optional<PooledSession> session() {
        return Optional.ofNullable(session);
    }

    Optional<IOException> failure() {
        return Optional.ofNullable(failure);
    }
}
