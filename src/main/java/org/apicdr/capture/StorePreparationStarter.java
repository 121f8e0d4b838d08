package org.apicdr.capture;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apicdr.bundle.BundleInspection;
import org.apicdr.bundle.BundleInspectionCache;
import org.apicdr.bundle.BundleService;
import org.apicdr.bundle.BundleStore.Upload;
import org.apicdr.bundle.StoredBundle;
import org.apicdr.capture.StorePreparation.Asked;
import org.apicdr.core.Deadline;
import org.apicdr.core.ParallelExecutor;
import org.apicdr.subsystem.SubsystemRef;

/** Starts the store operations of a capture, so that they run while the API server is being read. */
@ApplicationScoped
class StorePreparationStarter {

    private final BundleService bundleService;
    private final BundleInspectionCache inspectionCache;
    private final ParallelExecutor parallelExecutor;

    StorePreparationStarter(
            BundleService bundleService, BundleInspectionCache inspectionCache, ParallelExecutor parallelExecutor) {
        this.bundleService = bundleService;
        this.inspectionCache = inspectionCache;
        this.parallelExecutor = parallelExecutor;
    }

    /**
     * Starts the operations.
     *
     * @param certain whether the capture creates a bundle in any case. If so, an upload is started at once and the
     *     newest bundle comes from the cache: the new manifest only names it, so it is not verified again.
     */
    StorePreparation begin(SubsystemRef ref, boolean certain, Deadline deadline) {
        var listed = new CompletableFuture<List<StoredBundle>>();
        var asked = parallelExecutor.start(() -> ask(ref, certain, listed, deadline));
        return new StorePreparation(bundleService, ref, parallelExecutor, listed, asked, deadline);
    }

    /** Caches the inspection of a bundle that was stored. */
    void made(BundleInspection bundle) {
        inspectionCache.putCreated(bundle);
    }

    /** Lists the folder once for all uses of the capture. */
    private Asked ask(
            SubsystemRef ref, boolean certain, CompletableFuture<List<StoredBundle>> listed, Deadline deadline) {
        var upload = certain ? Optional.of(bundleService.begin(ref, deadline)) : Optional.<Upload>empty();
        try {
            var found = certain
                    ? bundleService.names(ref, deadline)
                    : bundleService.holdings(ref, deadline).bundles();
            listed.complete(found);
            var newest = certain
                    ? inspectionCache.newestBelieved(found, deadline)
                    : bundleService.newestAuthentic(found, manifest -> true, deadline);
            return new Asked(newest, upload);
        } catch (RuntimeException e) {
            listed.completeExceptionally(e);
            upload.ifPresent(Upload::close);
            throw e;
        }
    }
}
