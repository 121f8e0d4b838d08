package org.apicdr.bundle;

import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import org.apicdr.bundle.StoredBundle.StoredVerdict;
import org.apicdr.bundle.VerdictMarkerCodec.VerdictMarker;
import org.apicdr.core.Deadline;
import org.apicdr.core.ServiceException;
import org.jspecify.annotations.Nullable;

/** Keeps the verdicts of verifications on the store. Failures are only logged. */
@ApplicationScoped
public class VerdictStore {

    /** An unchanged verdict is stored again after this time. */
    private static final Duration REFRESH = Duration.ofHours(24);

    private final BundleStore store;
    private final FolderListingCache folderListingCache;
    private final VerdictMarkerCodec markers;

    VerdictStore(BundleStore store, FolderListingCache folderListingCache, VerdictMarkerCodec markers) {
        this.store = store;
        this.folderListingCache = folderListingCache;
        this.markers = markers;
    }

    /**
     * Stores a verdict if it is new, or if the stored one is a day old.
     *
     * @param queue the queue that the bundle was taken from, which knows the superseded markers; null to list the folder
     */
    public void remember(
            StoredBundle bundle, StoredVerdict verdict, @Nullable VerificationQueue queue, Deadline deadline) {
        var at = verdict.at();
        var recent = bundle.verification()
                .filter(last -> last.verdict() == verdict.verdict()
                        && at.isBefore(last.at().plus(REFRESH)));
        if (recent.isPresent()) {
            return;
        }
        try {
            var marker = markers.make(bundle, verdict.verdict(), at);
            var former = queue == null
                    ? folderListingCache.get(bundle.folder(), deadline).verdicts(bundle.id())
                    : queue.verdicts(bundle.id());
            write(bundle, marker, former, deadline);
        } catch (ServiceException e) {
            Log.warnf("The verdict on %s could not be stored: %s", bundle.id(), e.getMessage());
        }
    }

    /** Deletes all verdicts on a deleted bundle. */
    void forget(StoredBundle bundle, Deadline deadline) {
        try {
            var names = folderListingCache.get(bundle.folder(), deadline).verdicts(bundle.id()).stream()
                    .map(VerdictMarker::fileName)
                    .toList();
            store.forget(bundle.folder(), names, deadline);
        } catch (ServiceException e) {
            Log.warnf("The verdicts on the deleted bundle %s could not be removed: %s", bundle.id(), e.getMessage());
        } finally {
            folderListingCache.invalidate(bundle.folder());
        }
    }

    /** Writes the new marker before it deletes the old ones, so that there is always one. */
    private void write(StoredBundle bundle, VerdictMarker marker, List<VerdictMarker> former, Deadline deadline) {
        var superseded = former.stream()
                .filter(old -> !old.equals(marker) && !old.at().isAfter(marker.at()))
                .map(VerdictMarker::fileName)
                .toList();
        try {
            store.remember(bundle.folder(), marker.fileName(), deadline);
            store.forget(bundle.folder(), superseded, deadline);
        } finally {
            folderListingCache.invalidate(bundle.folder());
        }
    }
}
