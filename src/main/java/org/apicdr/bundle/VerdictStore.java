package org.apicdr.bundle;

import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.apicdr.core.Deadline;
import org.apicdr.core.ServiceException;

/** Remembers on the store what verifications found. Where that fails, it is said in the log and nowhere else. */
@ApplicationScoped
public class VerdictStore {

    /** The same verdict is remembered again after this time. */
    private static final Duration REFRESH = Duration.ofHours(24);

    private final BundleStore store;
    private final FolderListingCache folderListingCache;
    private final VerdictMarkerCodec markers;

    VerdictStore(BundleStore store, FolderListingCache folderListingCache, VerdictMarkerCodec markers) {
        this.store = store;
        this.folderListingCache = folderListingCache;
        this.markers = markers;
    }

    /** Remembers a verdict that is new, or whose memory is a day old. */
    public void remember(StoredBundle bundle, StoredVerdict verdict, Deadline deadline) {
        remember(
                bundle,
                verdict,
                () -> folderListingCache.get(bundle.folder(), deadline).verdicts(bundle.id()),
                deadline);
    }

    /** The same for one of many bundles, without another look at the folder: what it supersedes is known. */
    public void remember(
            StoredBundle bundle, StoredVerdict verdict, VerificationQueue verificationQueue, Deadline deadline) {
        remember(bundle, verdict, () -> verificationQueue.verdicts(bundle.id()), deadline);
    }

    private void remember(
            StoredBundle bundle, StoredVerdict verdict, Supplier<List<VerdictMarker>> former, Deadline deadline) {
        var at = verdict.at();
        var known = bundle.verification()
                .filter(last -> last.verdict() == verdict.verdict()
                        && at.isBefore(last.at().plus(REFRESH)));
        if (known.isPresent()) {
            return;
        }
        try {
            write(bundle, markers.make(bundle, verdict.verdict(), at), former.get(), deadline);
        } catch (ServiceException e) {
            Log.warnf("the verdict on %s is not remembered: %s", bundle.id(), e.getMessage());
        }
    }

    /** Forgets all verdicts on a bundle that is no more. */
    void forget(StoredBundle bundle, Deadline deadline) {
        try {
            var names = folderListingCache.get(bundle.folder(), deadline).verdicts(bundle.id()).stream()
                    .map(VerdictMarker::fileName)
                    .toList();
            store.forget(bundle.folder(), names, deadline);
        } catch (ServiceException e) {
            Log.warnf("the verdicts on %s, which was deleted, stay behind: %s", bundle.id(), e.getMessage());
        } finally {
            folderListingCache.invalidate(bundle.folder());
        }
    }

    /** The new marker comes before the old ones go, so that there is one at every instant. */
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
