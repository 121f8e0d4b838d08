package org.apicdr.capture;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apicdr.bundle.BundleInspection;
import org.apicdr.bundle.BundleService;
import org.apicdr.bundle.BundleStore.Upload;
import org.apicdr.bundle.ManifestFile;
import org.apicdr.bundle.StoredBundle;
import org.apicdr.core.Deadline;
import org.apicdr.core.ParallelExecutor;
import org.apicdr.subsystem.SubsystemRef;
import org.apicdr.subsystem.SubsystemSnapshot;

/** The store operations that one capture started in advance. */
final class StorePreparation implements AutoCloseable {

    private final BundleService bundleService;
    private final SubsystemRef ref;
    private final ParallelExecutor parallelExecutor;
    private final CompletableFuture<List<StoredBundle>> listed;
    private final CompletableFuture<Asked> asked;
    private final Deadline deadline;

    StorePreparation(
            BundleService bundleService,
            SubsystemRef ref,
            ParallelExecutor parallelExecutor,
            CompletableFuture<List<StoredBundle>> listed,
            CompletableFuture<Asked> asked,
            Deadline deadline) {
        this.bundleService = bundleService;
        this.ref = ref;
        this.parallelExecutor = parallelExecutor;
        this.listed = listed;
        this.asked = asked;
        this.deadline = deadline;
    }

    /** Waits for the previous bundles of the subsystem. */
    PreviousBundles history(SubsystemSnapshot snapshot) {
        var newest = answer().newest();
        var lineage = snapshot.management().component().lineage();
        boolean same = newest.flatMap(BundleInspection::trusted)
                .map(ManifestFile::manifest)
                .filter(manifest -> manifest.management().lineage().equals(lineage))
                .isPresent();
        return new PreviousBundles(newest, same || newest.isEmpty() ? newest : newestOf(lineage));
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
    }

    /** Aborts an unused upload asynchronously. */
    @Override
    public void close() {
        var unused = asked.thenAccept(answer -> answer.upload().ifPresent(Upload::close));
    }

    private Optional<BundleInspection> newestOf(String lineage) {
        return bundleService.newestAuthentic(
                listed(deadline), manifest -> manifest.management().lineage().equals(lineage), deadline);
    }

    private Asked answer() {
        return parallelExecutor.await(asked, deadline);
    }

    /**
     * The state of the store.
     *
     * @param newest the newest authentic bundle under the name of the subsystem
     * @param upload an upload for the new bundle, if the capture is certain to create one
     */
    record Asked(Optional<BundleInspection> newest, Optional<Upload> upload) {}
}
