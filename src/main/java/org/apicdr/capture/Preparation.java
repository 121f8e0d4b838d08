package org.apicdr.capture;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apicdr.bundle.BundleStore.Upload;
import org.apicdr.bundle.Bundles;
import org.apicdr.bundle.Inspection;
import org.apicdr.bundle.ManifestFile;
import org.apicdr.bundle.StoredBundle;
import org.apicdr.request.Deadline;
import org.apicdr.request.Parallel;
import org.apicdr.subsystem.SubsystemRef;
import org.apicdr.subsystem.SubsystemSnapshot;

/** What one capture has asked of the store. */
final class Preparation implements AutoCloseable {

    private final Bundles bundles;
    private final SubsystemRef ref;
    private final Parallel parallel;
    private final CompletableFuture<List<StoredBundle>> listed;
    private final CompletableFuture<Asked> asked;
    private final Deadline deadline;

    Preparation(
            Bundles bundles,
            SubsystemRef ref,
            Parallel parallel,
            CompletableFuture<List<StoredBundle>> listed,
            CompletableFuture<Asked> asked,
            Deadline deadline) {
        this.bundles = bundles;
        this.ref = ref;
        this.parallel = parallel;
        this.listed = listed;
        this.asked = asked;
        this.deadline = deadline;
    }

    /** Waits for what the store holds of the subsystem. */
    History history(SubsystemSnapshot snapshot) {
        var newest = answer().newest();
        var lineage = snapshot.management().component().lineage();
        boolean same = newest.flatMap(Inspection::trusted)
                .map(ManifestFile::manifest)
                .filter(manifest -> manifest.management().lineage().equals(lineage))
                .isPresent();
        return new History(newest, same || newest.isEmpty() ? newest : newestOf(lineage));
    }

    /** Waits for the names of the bundles on the store, newest first, but not past an end that may be before the capture's. */
    List<StoredBundle> listed(Deadline end) {
        return parallel.await(listed.copy(), end);
    }

    /** Stores the bundle, in the file that was opened for it if there is one. */
    void publish(NewBundle bundle) {
        try (var upload = answer().upload().orElseGet(() -> bundles.begin(ref, deadline))) {
            bundles.publish(upload, ref, bundle.inspection().bundle().id(), bundle.file());
        }
    }

    /** Takes back what came to nothing, as soon as it is there; waits for nothing. */
    @Override
    public void close() {
        var unused = asked.thenAccept(answer -> answer.upload().ifPresent(Upload::close));
    }

    private Optional<Inspection> newestOf(String lineage) {
        return bundles.newestAuthentic(
                listed(deadline), manifest -> manifest.management().lineage().equals(lineage), deadline);
    }

    private Asked answer() {
        return parallel.await(asked, deadline);
    }

    /**
     * The store's answer.
     *
     * @param newest the newest authentic bundle of the subsystem's name
     * @param upload where the new bundle goes, where it is certain that there will be one
     */
    record Asked(Optional<Inspection> newest, Optional<Upload> upload) {}
}
