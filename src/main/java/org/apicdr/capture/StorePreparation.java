package org.apicdr.capture;

import io.quarkus.logging.Log;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apicdr.bundle.BundleInspection;
import org.apicdr.bundle.BundleInspectionCache;
import org.apicdr.bundle.BundleService;
import org.apicdr.bundle.BundleStore.Upload;
import org.apicdr.bundle.ManifestFile;
import org.apicdr.bundle.StoredBundle;
import org.apicdr.capture.BundleSealer.NewBundle;
import org.apicdr.core.Deadline;
import org.apicdr.core.ParallelExecutor;
import org.apicdr.core.ServiceException;
import org.apicdr.subsystem.SubsystemRef;
import org.apicdr.subsystem.SubsystemSnapshot;

/** What one capture does on the store: prepares it while the API server is being read, then publishes the bundle. */
final class StorePreparation implements AutoCloseable {

    /** The search for the previous bundle may take this part of the time that is left, so that a capture can follow. */
    private static final int SEARCH_SHARE = 3;

    private final BundleService bundleService;
    private final BundleInspectionCache inspectionCache;
    private final ParallelExecutor parallelExecutor;
    private final SubsystemRef ref;
    private final Deadline deadline;
    private final CompletableFuture<List<StoredBundle>> listed = new CompletableFuture<>();
    private final CompletableFuture<Asked> asked;

    /**
     * Starts the operations, so that they run while the API server is being read.
     *
     * @param certain whether the capture creates a bundle in any case. If so, an upload is started at once and the
     *     newest bundle comes from the cache: the new manifest only names it, so it is not verified again.
     */
    StorePreparation(
            BundleService bundleService,
            BundleInspectionCache inspectionCache,
            ParallelExecutor parallelExecutor,
            SubsystemRef ref,
            boolean certain,
            Deadline deadline) {
        this.bundleService = bundleService;
        this.inspectionCache = inspectionCache;
        this.parallelExecutor = parallelExecutor;
        this.ref = ref;
        this.deadline = deadline;
        this.asked = parallelExecutor.start(() -> ask(certain));
    }

    /** Waits for the previous bundles of the subsystem. */
    PreviousBundles previousBundles(SubsystemSnapshot snapshot) {
        var newest = answer().newest();
        var lineage = snapshot.management().component().lineage();
        boolean same = newest.bundle()
                .flatMap(BundleInspection::trusted)
                .map(ManifestFile::manifest)
                .filter(manifest -> manifest.management().lineage().equals(lineage))
                .isPresent();
        var previous = same || newest.bundle().isEmpty() ? newest : newestOf(lineage);
        return new PreviousBundles(newest.bundle(), previous.bundle(), previous.whyUnknown());
    }

    /**
     * Waits for the bundles on the store, newest first, until a deadline that may be earlier than that of the
     * capture.
     */
    List<StoredBundle> listed(Deadline end) {
        return parallelExecutor.await(listed.copy(), end);
    }

    /** Publishes the bundle, with the upload that was started in advance if there is one. */
    void publish(NewBundle bundle) {
        try (var upload = answer().upload().orElseGet(() -> bundleService.begin(ref, deadline))) {
            bundleService.publish(upload, ref, bundle.inspection().bundle().id(), bundle.file());
        }
        inspectionCache.putCreated(bundle.inspection());
    }

    /** Aborts an unused upload asynchronously. */
    @Override
    public void close() {
        var unused = asked.thenAccept(answer -> answer.upload().ifPresent(Upload::close));
    }

    /** Lists the folder once for all uses of the capture. */
    private Asked ask(boolean certain) {
        var upload = certain ? Optional.of(bundleService.begin(ref, deadline)) : Optional.<Upload>empty();
        try {
            return new Asked(findNewest(certain), upload);
        } catch (RuntimeException e) {
            listed.completeExceptionally(e);
            upload.ifPresent(Upload::close);
            throw e;
        }
    }

    private Newest findNewest(boolean certain) {
        var end = deadline;
        try {
            var found = certain
                    ? bundleService.listWithoutSizes(ref, deadline)
                    : bundleService.folderContents(ref, deadline).bundles();
            listed.complete(found);
            end = endOfSearch();
            var newest = certain
                    ? inspectionCache.newestCachedOrRead(found, end)
                    : bundleService.newestAuthentic(found, manifest -> true, end);
            return new Newest(newest, Optional.empty());
        } catch (ServiceException e) {
            listed.completeExceptionally(e);
            return unknown(e, end);
        }
    }

    private Newest newestOf(String lineage) {
        var end = endOfSearch();
        try {
            var newest = bundleService.newestAuthentic(
                    listed(end), manifest -> manifest.management().lineage().equals(lineage), end);
            return new Newest(newest, Optional.empty());
        } catch (ServiceException e) {
            return unknown(e, end);
        }
    }

    private Deadline endOfSearch() {
        return Deadline.in(deadline.left().dividedBy(SEARCH_SHARE));
    }

    /** Goes on without a previous bundle if files on the store are the cause. Otherwise rethrows the failure. */
    private Newest unknown(ServiceException e, Deadline end) {
        var why = deadline.passed() ? Optional.<String>empty() : BundleService.whyUnknown(e, end);
        var sentence = why.orElseThrow(() -> e);
        Log.warnf("The previous bundle of %s is unknown, and the capture goes on without it: %s", ref, e.getMessage());
        return new Newest(Optional.empty(), Optional.of(sentence));
    }

    private Asked answer() {
        return parallelExecutor.await(asked, deadline);
    }

    /**
     * The bundles that the store already has of a subsystem. Only authentic bundles count.
     *
     * @param newest the newest bundle of its name, of any installation
     * @param previous the newest bundle of its lineage
     * @param whyUnknown why these could not be found, in a sentence; empty if they were, or if there are none
     */
    record PreviousBundles(
            Optional<BundleInspection> newest, Optional<BundleInspection> previous, Optional<String> whyUnknown) {

        PreviousBundles(Optional<BundleInspection> newest, Optional<BundleInspection> previous) {
            this(newest, previous, Optional.empty());
        }

        /** Returns the manifest of the previous bundle of the same lineage. */
        Optional<ManifestFile> previousManifest() {
            return previous.flatMap(BundleInspection::trusted);
        }
    }

    /**
     * The result of a search for the newest authentic bundle.
     *
     * @param bundle the bundle; empty if there is none or it is unknown
     * @param whyUnknown why it is unknown, in a sentence
     */
    private record Newest(Optional<BundleInspection> bundle, Optional<String> whyUnknown) {}

    /**
     * The state of the store.
     *
     * @param newest the newest authentic bundle under the name of the subsystem
     * @param upload an upload for the new bundle, if the capture is certain to create one
     */
    private record Asked(Newest newest, Optional<Upload> upload) {}
}
