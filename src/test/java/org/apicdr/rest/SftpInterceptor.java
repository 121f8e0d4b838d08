package org.apicdr.rest;

import java.io.IOException;
import java.nio.channels.Channel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.sshd.sftp.server.DirectoryHandle;
import org.apache.sshd.sftp.server.FileHandle;
import org.apache.sshd.sftp.server.SftpFileSystemAccessor;
import org.apache.sshd.sftp.server.SftpSubsystemProxy;
import org.jspecify.annotations.Nullable;

/**
 * An SFTP server's files, where one rename or one opening at a time can be held up, and removals be refused. Counts the
 * files and folders that are open.
 */
final class SftpInterceptor implements SftpFileSystemAccessor {

    private static final int PATIENCE_SECONDS = 20;

    private static final String NONE = "none";

    private volatile @Nullable Hold hold;
    private volatile @Nullable Hold openHold;
    private volatile String heldName = "";
    private volatile String closedName = NONE;
    private volatile boolean appendOnly;
    private volatile @Nullable Consumer<Path> opened;
    private final AtomicInteger openHandles = new AtomicInteger();

    /** How many files and folders are open in all sessions. */
    int openHandles() {
        return openHandles.get();
    }

    /** Calls a listener with the file after each opening. */
    void afterOpening(@Nullable Consumer<Path> listener) {
        opened = listener;
    }

    /** Holds up the next rename until closed. */
    Hold hold() {
        var next = new Hold(new CountDownLatch(1), new CountDownLatch(1));
        hold = next;
        return next;
    }

    /** Holds up whoever opens a file, until closed. */
    Hold holdOpen(String fileName) {
        var next = new Hold(new CountDownLatch(1), new CountDownLatch(1));
        heldName = fileName;
        openHold = next;
        return next;
    }

    @Override
    public SeekableByteChannel openFile(
            SftpSubsystemProxy subsystem,
            FileHandle fileHandle,
            Path file,
            String handle,
            Set<? extends OpenOption> options,
            FileAttribute<?>... attributes)
            throws IOException {
        if (file.endsWith(closedName)) {
            throw new AccessDeniedException(file.toString());
        }
        var holding = openHold;
        if (holding != null && file.endsWith(heldName)) {
            openHold = null;
            holding.arrived.countDown();
            await(holding.released);
        }
        var channel = SftpFileSystemAccessor.super.openFile(subsystem, fileHandle, file, handle, options, attributes);
        openHandles.incrementAndGet();
        var listener = opened;
        if (listener != null) {
            listener.accept(file);
        }
        return channel;
    }

    @Override
    public void closeFile(
            SftpSubsystemProxy subsystem,
            FileHandle fileHandle,
            Path file,
            String handle,
            Channel channel,
            Set<? extends OpenOption> options)
            throws IOException {
        openHandles.decrementAndGet();
        SftpFileSystemAccessor.super.closeFile(subsystem, fileHandle, file, handle, channel, options);
    }

    @Override
    public DirectoryStream<Path> openDirectory(
            SftpSubsystemProxy subsystem,
            DirectoryHandle directoryHandle,
            Path folder,
            String handle,
            LinkOption... linkOptions)
            throws IOException {
        var stream =
                SftpFileSystemAccessor.super.openDirectory(subsystem, directoryHandle, folder, handle, linkOptions);
        openHandles.incrementAndGet();
        return stream;
    }

    @Override
    public void closeDirectory(
            SftpSubsystemProxy subsystem,
            DirectoryHandle directoryHandle,
            Path folder,
            String handle,
            DirectoryStream<Path> stream)
            throws IOException {
        openHandles.decrementAndGet();
        SftpFileSystemAccessor.super.closeDirectory(subsystem, directoryHandle, folder, handle, stream);
    }

    /** Lets nobody open a file until closed. */
    Refusal refuseToOpen(String fileName) {
        closedName = fileName;
        return () -> closedName = NONE;
    }

    /** Refuses every removal until closed. */
    Refusal refuseRemovals() {
        appendOnly = true;
        return () -> appendOnly = false;
    }

    @Override
    public void removeFile(SftpSubsystemProxy subsystem, Path file, boolean folder) throws IOException {
        if (appendOnly) {
            throw new AccessDeniedException(file.toString());
        }
        SftpFileSystemAccessor.super.removeFile(subsystem, file, folder);
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

    /** Ends when it is closed. */
    interface Refusal extends AutoCloseable {

        @Override
        void close();
    }

    /** A request that is held up. */
    record Hold(CountDownLatch arrived, CountDownLatch released) implements AutoCloseable {

        void awaitArrival() {
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
