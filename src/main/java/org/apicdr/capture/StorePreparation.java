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

/** What one capture has asked of the store. */
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

    /** Waits for what the store holds of the subsystem. */
    PreviousBundles history(SubsystemSnapshot snapshot) {
        var newest = answer().newest();
        var lineage = snapshot.management().component().lineage();
        boolean same = newest.flatMap(BundleInspection::trusted)
                .map(ManifestFile::manifest)
                .filter(manifest -> manifest.management().lineage().equals(lineage))
                .isPresent();
        return new PreviousBundles(newest, same || newest.isEmpty() ? newest : newestOf(lineage));
    }

    /** Waits for the names of the bundles on the store, newest first, but not past an end that may be before the capture's. */
    List<StoredBundle> listed(Deadline end) {
        return parallelExecutor.await(listed.copy(), end);
    }

    /** Stores the bundle, in the file that was opened for it if there is one. */
    void publish(NewBundle bundle) {
        try (var upload = answer().upload().orElseGet(() -> bundleService.begin(ref, deadline))) {
            bundleService.publish(upload, ref, bundle.inspection().bundle().id(), bundle.file());
        }
    }

    /** Takes back what came to nothing, as soon as it is there; waits for nothing. */
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
     * The store's answer.
     *
     * @param newest the newest authentic bundle of the subsystem's name
     * @param upload where the new bundle goes, where it is certain that there will be one
     */
    record Asked(Optional<BundleInspection> newest, Optional<Upload> upload) {}
}
