package org.apicdr.sftp;

import static org.apicdr.core.ErrorCode.STORE_UNAVAILABLE;

import io.quarkus.logging.Log;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import org.apicdr.bundle.BundleId;
import org.apicdr.bundle.BundleStore.Upload;
import org.apicdr.core.Deadline;
import org.apicdr.core.ErrorDetails;
import org.apicdr.core.ErrorDetails.Stored;
import org.apicdr.core.ServiceException;
import org.apicdr.sftp.connection.ConnectionLostException;
import org.apicdr.sftp.connection.PendingReply;
import org.apicdr.sftp.connection.RemoteHandle;
import org.apicdr.sftp.connection.SessionPool;
import org.apicdr.sftp.connection.SftpRequests;
import org.apicdr.sftp.connection.SftpStatusException;
import org.jspecify.annotations.Nullable;

/**
 * Uploads one bundle to the folder of a subsystem, in these steps:
 *
 * <ol>
 *   <li>{@link #begin} requests a part file with a random name in {@code .incoming/}, and does not wait for it.
 *   <li>{@link #publish} waits for the part file. If that failed, it creates missing folders and requests another. If the
 *       server still refuses it, other open files may be the reason, so it requests it alone.
 *   <li>It writes the content, flushes and closes the part file, and waits until the server has confirmed all of that.
 *   <li>It renames the part file and flushes the folder. A rename sent earlier would run even if a preceding write
 *       failed, and publish a truncated bundle.
 *   <li>If the reply to the rename is lost, {@link LostRenameResolver} determines whether the bundle is stored.
 *   <li>{@link #close} removes the part file if the upload was not published.
 * </ol>
 */
final class BundleUpload implements Upload {

    private static final Duration ABORT_TIMEOUT = Duration.ofSeconds(1);

    private static final int RANDOM_BYTES = 16;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final SessionPool sessions;
    private final LoneSession loneSession;
    private final Fsync fsync;
    private final PartFileCleaner partFileCleaner;
    private final String folder;
    private final Deadline deadline;
    private @Nullable RequestedPartFile requested;

    private BundleUpload(
            SessionPool sessions,
            LoneSession loneSession,
            Fsync fsync,
            PartFileCleaner partFileCleaner,
            String folder,
            Deadline deadline) {
        this.sessions = sessions;
        this.loneSession = loneSession;
        this.fsync = fsync;
        this.partFileCleaner = partFileCleaner;
        this.folder = folder;
        this.deadline = deadline;
    }

    /** Requests the part file. */
    static BundleUpload begin(
            SessionPool sessions,
            LoneSession loneSession,
            Fsync fsync,
            PartFileCleaner partFileCleaner,
            String folder,
            Deadline deadline) {
        var upload = new BundleUpload(sessions, loneSession, fsync, partFileCleaner, folder, deadline);
        try {
            upload.requested = sessions.call(deadline, upload::request);
            return upload;
        } catch (IOException e) {
            throw failed(e.getMessage(), Stored.NO, e);
        }
    }

    @Override
    public void publish(BundleId id, byte[] content) {
        try {
            publishRequested(id, content);
        } catch (IOException e) {
            throw failed(e.getMessage(), Stored.NO, e);
        }
        partFileCleaner.published(folder, id);
    }

    private void publishRequested(BundleId id, byte[] content) throws IOException {
        PartFile partFile;
        try {
            partFile = awaitPartFile();
        } catch (SftpStatusException e) {
            if (!e.maySucceedAlone()) {
                throw e;
            }
            loneSession.call(deadline, e, requests -> {
                publishWatched(request(requests).await(), id, content);
                return true;
            });
            return;
        }
        publishWatched(partFile, id, content);
    }

    private void publishWatched(PartFile partFile, BundleId id, byte[] content) throws IOException {
        var watch = partFile.requests().session().abortAt(deadline);
        try {
            publish(partFile, id, content);
        } finally {
            watch.cancel(false);
            partFile.requests().release();
        }
    }

    /** Aborts an unused upload. Waits at most a second, and only if the server has already replied. */
    @Override
    public void close() {
        var unused = requested;
        requested = null;
        if (unused == null) {
            return;
        }
        var bounded = unused.requests().session().requests(Deadline.in(ABORT_TIMEOUT));
        try {
            if (unused.created().arrived()) {
                var partFile = new PartFile(bounded, unused.await().file());
                bounded.close(partFile.file());
                partFile.remove();
            } else {
                bounded.remove(unused.path());
            }
        } catch (IOException e) {
            Log.debugf(e, "The part file %s, if it was created, was not removed", unused.path());
        } finally {
            unused.requests().release();
        }
    }

    /** Requests a part file. Its requests end with the upload, not with the operation that leased the session. */
    private RequestedPartFile request(SftpRequests leased) throws IOException {
        var requests = leased.session().requests(deadline);
        var bytes = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(bytes);
        var cluster = folder.substring(folder.lastIndexOf('/') + 1);
        var name = "%s.%s.part".formatted(cluster, HexFormat.of().formatHex(bytes));
        var path = StoreLayout.incoming(folder) + "/" + name;
        return new RequestedPartFile(requests, path, requests.create(path));
    }

    /** Waits for the part file. Requests it again if that failed, which is safe because nothing was written yet. */
    private PartFile awaitPartFile() throws IOException {
        var part = requested;
        requested = null;
        if (part == null) {
            throw new IllegalStateException("this upload is over");
        }
        try {
            return part.await();
        } catch (SftpStatusException e) {
            return sessions.call(deadline, requests -> openAfter(e, requests));
        } catch (ConnectionLostException e) {
            if (deadline.passed()) {
                throw e;
            }
            return sessions.call(deadline, this::open);
        }
    }

    private PartFile open(SftpRequests requests) throws IOException {
        try {
            return request(requests).await();
        } catch (SftpStatusException e) {
            return openAfter(e, requests);
        }
    }

    /** Opens another part file after the first request failed. Creates the folder if it is missing. */
    private PartFile openAfter(SftpStatusException failure, SftpRequests requests) throws IOException {
        boolean made =
                new DirectoryCreator(requests, StoreLayout.storePath(folder), StoreLayout.incoming(folder)).make();
        if (!made && !failure.absent() && !failure.maySucceedAlone()) {
            throw failure;
        }
        return request(requests).await();
    }

    private void publish(PartFile partFile, BundleId id, byte[] content) throws IOException {
        var directory = fsync.openFolder(partFile.requests(), folder);
        try {
            write(partFile, content);
            directory.awaitHandle();
        } catch (SftpStatusException e) {
            partFile.remove();
            throw e;
        }
        rename(partFile, id, content, directory);
    }

    private void write(PartFile partFile, byte[] content) throws IOException {
        var requests = partFile.requests();
        var file = partFile.file();
        var written = new ArrayList<PendingReply>();
        for (int at = 0; at < content.length; at += SftpRequests.CHUNK) {
            written.add(requests.write(file, content, at));
        }
        var synced = fsync.requestFile(requests, file);
        var closed = requests.close(file);
        for (var reply : written) {
            reply.ok();
        }
        fsync.awaitFile(synced, requests.server());
        closed.ok();
    }

    /**
     * Renames the part file. Waits for half of the remaining time at most, so that the other half is left to resolve a
     * lost reply.
     */
    private void rename(PartFile partFile, BundleId id, byte[] content, Fsync.Folder directory) throws IOException {
        var path = StoreLayout.file(folder, id);
        var resolver = new LostRenameResolver(sessions, fsync, folder, id, content);
        var half = Deadline.in(deadline.left().dividedBy(2));
        var requests = partFile.requests().session().requests(half);
        try {
            var renamed = requests.rename(partFile.path(), path);
            directory.request(requests);
            renamed.ok();
            directory.await();
        } catch (SftpStatusException e) {
            try {
                if (!resolver.storedDespiteFailure(partFile.requests())) {
                    throw failed(e.getMessage(), Stored.NO, e);
                }
            } finally {
                partFile.remove();
            }
        } catch (IOException e) {
            Log.warnf("The rename of %s was not confirmed. Checking whether the bundle is stored", path);
            resolver.resolve(partFile.path(), deadline, e);
        }
    }

    static ServiceException failed(@Nullable String message, Stored stored, Throwable cause) {
        return new ServiceException(STORE_UNAVAILABLE, String.valueOf(message), ErrorDetails.stored(stored), cause);
    }

    /**
     * A part file that was requested, but may not be open yet.
     *
     * @param requests the requests of the session over which it was requested
     * @param created the reply with the handle
     */
    private record RequestedPartFile(SftpRequests requests, String path, PendingReply created) {

        PartFile await() throws IOException {
            try {
                return new PartFile(requests, created.handle());
            } catch (IOException e) {
                requests.release();
                throw e;
            }
        }
    }

    /**
     * A part file that is open for writing.
     *
     * @param requests the requests of the session over which it was opened
     */
    private record PartFile(SftpRequests requests, RemoteHandle file) {

        String path() {
            return file.path();
        }

        /** Removes the file and waits for the reply. A failure is only logged, as some accounts may only add files. */
        void remove() {
            try {
                requests.remove(path()).ok();
            } catch (IOException e) {
                Log.debugf(e, "The part file %s was not removed", path());
            }
        }
    }
}
