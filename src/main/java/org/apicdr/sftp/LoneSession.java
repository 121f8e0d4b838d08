package org.apicdr.sftp;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apicdr.core.Deadline;
import org.apicdr.sftp.connection.SessionPool;
import org.apicdr.sftp.connection.SessionPool.Operation;
import org.apicdr.sftp.connection.SftpStatusException;
import org.jspecify.annotations.Nullable;

/**
 * Repeats operations whose file the server refused to open, one at a time on a connection of their own. Some servers limit
 * the open files of a connection, even to one, and answer "permission denied" or "failure" beyond that. If a file is refused
 * here, too, the account may not read it.
 */
final class LoneSession implements AutoCloseable {

    private final Supplier<SessionPool> pool;
    private final Semaphore turn = new Semaphore(1, true);
    private @Nullable SessionPool sessions;

    /** Does not connect until an operation has to be repeated. */
    LoneSession(Supplier<SessionPool> pool) {
        this.pool = pool;
    }

    /**
     * Repeats an operation.
     *
     * @param refusal why it has to be repeated; thrown again if the server accepts no further connection
     */
    <T> T call(Deadline deadline, SftpStatusException refusal, Operation<T> operation) throws IOException {
        acquire(deadline, refusal);
        try {
            return run(deadline, refusal, operation);
        } finally {
            turn.release();
        }
    }

    /** Opens a file. Other operations wait until it is read to its end or closed. */
    InputStream open(Deadline deadline, SftpStatusException refusal, Operation<? extends InputStream> operation)
            throws IOException {
        acquire(deadline, refusal);
        InputStream opened = null;
        try {
            opened = new LoneInputStream(run(deadline, refusal, operation), turn);
            return opened;
        } finally {
            if (opened == null) {
                turn.release();
            }
        }
    }

    @Override
    public synchronized void close() {
        if (sessions != null) {
            sessions.close();
        }
    }

    private <T> T run(Deadline deadline, SftpStatusException refusal, Operation<T> operation) throws IOException {
        var connected = new AtomicBoolean();
        try {
            return sessions().call(deadline, requests -> {
                connected.set(true);
                return operation.run(requests);
            });
        } catch (IOException e) {
            if (connected.get()) {
                throw e;
            }
            refusal.addSuppressed(e);
            throw refusal;
        }
    }

    private synchronized SessionPool sessions() {
        if (sessions == null) {
            sessions = pool.get();
        }
        return sessions;
    }

    private void acquire(Deadline deadline, SftpStatusException refusal) throws IOException {
        try {
            if (!turn.tryAcquire(deadline.left().toNanos(), TimeUnit.NANOSECONDS)) {
                throw new IOException(
                        "%s Such operations are repeated one at a time, and others took all of the time. Try again."
                                .formatted(refusal.getMessage()),
                        refusal);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw refusal;
        }
    }

    /** Closes the file at its end, because the caller may open another one before it closes this one. */
    private static final class LoneInputStream extends FilterInputStream {

        private final Semaphore turn;
        private final AtomicBoolean released = new AtomicBoolean();

        LoneInputStream(InputStream in, Semaphore turn) {
            super(in);
            this.turn = turn;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (released.get()) {
                return -1;
            }
            int count = super.read(target, offset, length);
            if (count < 0) {
                close();
            }
            return count;
        }

        @Override
        public void close() throws IOException {
            if (released.compareAndSet(false, true)) {
                try {
                    super.close();
                } finally {
                    turn.release();
                }
            }
        }
    }
}
