package org.apicdr.sftp;

import io.quarkus.logging.Log;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import net.schmizz.sshj.sftp.FileAttributes.Flag;
import net.schmizz.sshj.sftp.PacketType;
import org.apicdr.bundle.BundleId;
import org.apicdr.bundle.BundleStore.Upload;
import org.apicdr.core.Deadline;

/**
 * Removes unfinished files that captures left behind when they died. Their age is told by the server's clock alone: by
 * the time of a bundle that was just published. Nobody waits for it.
 */
final class PartFileCleaner {

    private static final Duration LEFT_FOR = Duration.ofDays(1);

    private static final Duration EVERY = Duration.ofHours(1);

    private static final Duration LIMIT = Duration.ofMinutes(1);

    /** What {@link PendingPartFile} makes; whatever else lies there is somebody else's. */
    private static final Pattern PART = Pattern.compile(".+\\.[0-9a-f]{32}\\.part");

    private final SftpSessions sessions;
    private final Duration delay;
    private final Map<String, Deadline> next = new ConcurrentHashMap<>();

    /**
     * Sweeps nothing by itself.
     *
     * @param delay how long after a publication, so that it does not get into the way of what its caller does next
     */
    PartFileCleaner(SftpSessions sessions, Duration delay) {
        this.sessions = sessions;
        this.delay = delay;
    }

    /** The same upload; once it has published a bundle, its folder is swept if that is due. */
    Upload sweeping(Upload upload, String folder) {
        return new SweepingUpload(upload, folder);
    }

    /** Sweeps the folder that a bundle was just published in. */
    void sweep(SftpRequests requests, BundlePath published) throws IOException {
        var attributes = requests.ownAttributes(published.path());
        var listing = DirectoryReader.open(requests, StoreLayout.incoming(published.folder()));
        long now = attributes.packet(PacketType.ATTRS).readFileAttributes().getMtime();
        for (var entry : listing.readIfAllowed().entries()) {
            if (entry.regularFile() && PART.matcher(entry.name()).matches() && old(entry, now)) {
                remove(requests, StoreLayout.incoming(published.folder()) + "/" + entry.name());
            }
        }
    }

    private static boolean old(DirectoryReader.Entry entry, long now) {
        var attributes = entry.attributes();
        return attributes.has(Flag.ACMODTIME) && now - attributes.getMtime() > LEFT_FOR.toSeconds();
    }

    private static void remove(SftpRequests requests, String path) throws IOException {
        try {
            requests.remove(path).ok();
            Log.infof("%s was left unfinished more than a day ago, and is removed", path);
        } catch (SftpStatusException e) {
            if (!e.absent()) {
                throw e;
            }
        }
    }

    /** Whether a folder was not swept for a while; now it is taken to be. */
    boolean due(String folder) {
        var last = next.get(folder);
        if (last != null && !last.passed()) {
            return false;
        }
        next.put(folder, Deadline.in(EVERY));
        return true;
    }

    /** An account that may only add files is refused at the first, and left alone. */
    private void run(BundlePath published) {
        try {
            sessions.call(Deadline.in(LIMIT), requests -> {
                sweep(requests, published);
                return true;
            });
        } catch (IOException e) {
            Log.debugf("Unfinished files stay behind: %s", e.getMessage());
        }
    }

    private final class SweepingUpload implements Upload {

        private final Upload upload;
        private final String folder;

        SweepingUpload(Upload upload, String folder) {
            this.upload = upload;
            this.folder = folder;
        }

        @Override
        public void publish(BundleId id, byte[] file) {
            upload.publish(id, file);
            if (due(folder)) {
                sessions.later(delay, () -> run(new BundlePath(folder, id)));
            }
        }

        @Override
        public void close() {
            upload.close();
        }
    }
}
