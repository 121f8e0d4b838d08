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

/** Begins what a capture asks of the store, so that it runs while the API server is being read. */
@ApplicationScoped
class StorePreparationStarter {

    private final BundleService bundleService;
    private final BundleInspectionCache known;
    private final ParallelExecutor parallelExecutor;

    StorePreparationStarter(
            BundleService bundleService, BundleInspectionCache known, ParallelExecutor parallelExecutor) {
        this.bundleService = bundleService;
        this.known = known;
        this.parallelExecutor = parallelExecutor;
    }

    /**
     * Begins.
     *
     * @param certain whether a bundle will be made whatever the store holds: then a file for it is opened at once, and what
     *     the newest bundle was when it was made or last read is believed, for it will be named and not relied on
     */
    StorePreparation begin(SubsystemRef ref, boolean certain, Deadline deadline) {
        var listed = new CompletableFuture<List<StoredBundle>>();
        var asked = parallelExecutor.start(() -> ask(ref, certain, listed, deadline));
        return new StorePreparation(bundleService, ref, parallelExecutor, listed, asked, deadline);
    }

    /** A bundle was stored as it was inspected. */
    void made(BundleInspection bundle) {
        known.putCreated(bundle);
    }

    /** The folder is listed once, for all that the capture has to know of it. */
    private Asked ask(
            SubsystemRef ref, boolean certain, CompletableFuture<List<StoredBundle>> listed, Deadline deadline) {
        var upload = certain ? Optional.of(bundleService.begin(ref, deadline)) : Optional.<Upload>empty();
        try {
            var found = certain
                    ? bundleService.names(ref, deadline)
                    : bundleService.holdings(ref, deadline).bundles();
            listed.complete(found);
            var newest = certain
                    ? known.newestBelieved(found, deadline)
                    : bundleService.newestAuthentic(found, manifest -> true, deadline);
            return new Asked(newest, upload);
        } catch (RuntimeException e) {
            listed.completeExceptionally(e);
            upload.ifPresent(Upload::close);
            throw e;
        }
    }
}
