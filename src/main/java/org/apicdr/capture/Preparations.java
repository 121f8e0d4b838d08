package org.apicdr.capture;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apicdr.bundle.BundleStore.Upload;
import org.apicdr.bundle.Bundles;
import org.apicdr.bundle.Inspection;
import org.apicdr.bundle.KnownBundles;
import org.apicdr.bundle.StoredBundle;
import org.apicdr.capture.Preparation.Asked;
import org.apicdr.request.Deadline;
import org.apicdr.request.Parallel;
import org.apicdr.subsystem.SubsystemRef;

/** Begins what a capture asks of the store, so that it runs while the API server is being read. */
@ApplicationScoped
class Preparations {

    private final Bundles bundles;
    private final KnownBundles known;
    private final Parallel parallel;

    Preparations(Bundles bundles, KnownBundles known, Parallel parallel) {
        this.bundles = bundles;
        this.known = known;
        this.parallel = parallel;
    }

    /**
     * Begins.
     *
     * @param certain whether a bundle will be made whatever the store holds: then a file for it is opened at once, and what
     *     the newest bundle was when it was made or last read is believed, for it will be named and not relied on
     */
    Preparation begin(SubsystemRef ref, boolean certain, Deadline deadline) {
        var listed = new CompletableFuture<List<StoredBundle>>();
        var asked = parallel.start(() -> ask(ref, certain, listed, deadline));
        return new Preparation(bundles, ref, parallel, listed, asked, deadline);
    }

    /** A bundle was stored as it was inspected. */
    void made(Inspection bundle) {
        known.made(bundle);
    }

    /** The folder is listed once, for all that the capture has to know of it. */
    private Asked ask(
            SubsystemRef ref, boolean certain, CompletableFuture<List<StoredBundle>> listed, Deadline deadline) {
        var upload = certain ? Optional.of(bundles.begin(ref, deadline)) : Optional.<Upload>empty();
        try {
            var found = certain
                    ? bundles.names(ref, deadline)
                    : bundles.holdings(ref, deadline).bundles();
            listed.complete(found);
            var newest = certain
                    ? known.newestBelieved(found, deadline)
                    : bundles.newestAuthentic(found, manifest -> true, deadline);
            return new Asked(newest, upload);
        } catch (RuntimeException e) {
            listed.completeExceptionally(e);
            upload.ifPresent(Upload::close);
            throw e;
        }
    }
}
