package org.apicdr.capture;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.apicdr.bundle.Bundles;
import org.apicdr.bundle.Inspection;
import org.apicdr.bundle.KnownBundles;
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
        var asked = parallel.start(() -> certain
                ? ask(ref, deadline)
                : new Asked(bundles.newestAuthentic(ref, manifest -> true, deadline), Optional.empty()));
        return new Preparation(bundles, ref, parallel, asked, deadline);
    }

    /** A bundle was stored as it was inspected. */
    void made(Inspection bundle) {
        known.made(bundle);
    }

    private Asked ask(SubsystemRef ref, Deadline deadline) {
        var upload = bundles.begin(ref, deadline);
        try {
            var newest = known.newestBelieved(bundles.holdings(ref, deadline).bundles(), deadline);
            return new Asked(newest, Optional.of(upload));
        } catch (RuntimeException e) {
            upload.close();
            throw e;
        }
    }
}
