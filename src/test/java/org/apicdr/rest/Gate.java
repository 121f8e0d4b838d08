package org.apicdr.rest;

import java.io.IOException;
import java.nio.file.CopyOption;
import java.nio.file.Path;
import java.util.Collection;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.sftp.server.SftpFileSystemAccessor;
import org.apache.sshd.sftp.server.SftpSubsystemProxy;
import org.jspecify.annotations.Nullable;

/** An SFTP server's files, where one rename at a time can be held up. */
final class Gate implements SftpFileSystemAccessor {

    private static final int PATIENCE_SECONDS = 20;

    private volatile @Nullable Hold hold;

    /** Holds up the next rename until closed. */
    Hold hold() {
        var next = new Hold(new CountDownLatch(1), new CountDownLatch(1));
        hold = next;
        return next;
    }

    @Override
    public void renameFile(SftpSubsystemProxy subsystem, Path from, Path to, Collection<CopyOption> options)
            throws IOException {
        var holding = hold;
        if (holding != null) {
            hold = null;
            holding.arrived.countDown();
            await(holding.released);
        }
        SftpFileSystemAccessor.super.renameFile(subsystem, from, to, options);
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("waited in vain");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A rename that is held up. */
    record Hold(CountDownLatch arrived, CountDownLatch released) implements AutoCloseable {

        void awaitRename() {
            await(arrived);
        }

        void release() {
            released.countDown();
        }

        @Override
        public void close() {
            release();
        }
    }
}
