package org.apicdr.sftp;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apicdr.core.FileVersion;
import org.jspecify.annotations.Nullable;

/** A session that is being opened, for all who wait for it. Not thread-safe. */
final class PendingConnection {

    private final SftpConnector dial;
    private final List<Optional<FileVersion>> stamps;
    private final long wantedSince;
    private final long begun = System.nanoTime();
    private @Nullable PooledSession session;
    private @Nullable IOException failure;

    /**
     * A session that is about to be opened.
     *
     * @param stamps the files that it is opened with
     * @param wantedSince when the call began that needs it, as by {@link System#nanoTime()}
     */
    PendingConnection(SftpConnector dial, List<Optional<FileVersion>> stamps, long wantedSince) {
        this.dial = dial;
        this.stamps = stamps;
        this.wantedSince = wantedSince;
    }

    SftpConnector dial() {
        return dial;
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

    void failed(IOException why) {
        failure = why;
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
