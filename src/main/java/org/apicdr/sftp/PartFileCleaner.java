package org.apicdr.sftp;

import io.quarkus.logging.Log;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import net.schmizz.sshj.sftp.FileAttributes.Flag;
import net.schmizz.sshj.sftp.PacketType;
import org.apicdr.bundle.BundleId;
import org.apicdr.core.Deadline;
import org.apicdr.sftp.connection.DirectoryReader;
import org.apicdr.sftp.connection.SessionPool;
import org.apicdr.sftp.connection.SftpRequests;
import org.apicdr.sftp.connection.SftpStatusException;

/**
 * Removes part files that aborted captures left on the server. Their age is measured by the server's clock alone:
 * against the time of a bundle that was just published. Runs in the background.
 */
final class PartFileCleaner {

    private static final Duration MIN_AGE = Duration.ofDays(1);

    private static final Duration INTERVAL = Duration.ofHours(1);

    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    /** The names that {@link BundleUpload} gives to part files. Other files are left alone. */
    private static final Pattern PART_FILE = Pattern.compile(".+\\.[0-9a-f]{32}\\.part");

    private final SessionPool sessions;
    private final Executor background;
    private final Map<String, Deadline> next = new ConcurrentHashMap<>();

    /**
     * Creates a cleaner.
     *
     * @param delay the delay after a publication, so that the cleanup does not slow down the caller's next requests
     */
    PartFileCleaner(SessionPool sessions, Duration delay) {
        this.sessions = sessions;
        this.background =
                CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS, PartFileCleaner::start);
    }

    /** Runs a task in a thread of its own, because it may block. */
    private static void start(Runnable task) {
        var thread = new Thread(task, "sftp-cleaner");
        thread.setDaemon(true);
        thread.start();
    }

    /** Cleans the folder of a bundle that was just published, if that is due, in the background. */
    void published(String folder, BundleId id) {
        if (due(folder)) {
            background.execute(() -> run(folder, id));
        }
    }

    /** Removes old part files of the folder in which a bundle was just published. */
    void sweep(SftpRequests requests, String folder, BundleId published) throws IOException {
        var attributes = requests.ownAttributes(StoreLayout.file(folder, published));
        var listing = DirectoryReader.open(requests, StoreLayout.incoming(folder));
        long now = attributes.packet(PacketType.ATTRS).readFileAttributes().getMtime();
        for (var entry : listing.readIfAllowed().entries()) {
            if ((entry.regularFile() || entry.unknown())
                    && PART_FILE.matcher(entry.name()).matches()
                    && old(entry, now)) {
                remove(requests, StoreLayout.incoming(folder) + "/" + entry.name());
            }
        }
    }

    private static boolean old(DirectoryReader.Entry entry, long now) {
        var attributes = entry.attributes();
        return attributes.has(Flag.ACMODTIME) && now - attributes.getMtime() > MIN_AGE.toSeconds();
    }

    private static void remove(SftpRequests requests, String path) throws IOException {
        try {
            requests.remove(path).ok();
            Log.infof("Removed the part file %s, which was unfinished for more than a day", path);
        } catch (SftpStatusException e) {
            if (!e.absent()) {
                throw e;
            }
        }
    }

    /** Returns whether the folder is due for cleanup, and if so starts its next interval. */
    boolean due(String folder) {
        var last = next.get(folder);
        if (last != null && !last.passed()) {
            return false;
        }
        next.put(folder, Deadline.in(INTERVAL));
        return true;
    }

    /** Runs the cleanup. It stops at the first part file that the account is not allowed to remove. */
    private void run(String folder, BundleId published) {
        try {
            sessions.call(Deadline.in(TIMEOUT), requests -> {
                sweep(requests, folder, published);
                return true;
            });
        } catch (IOException e) {
            Log.debugf("Old part files were not removed: %s", e.getMessage());
        }
    }
}
