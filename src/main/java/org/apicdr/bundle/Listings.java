package org.apicdr.bundle;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apicdr.request.Deadline;
import org.apicdr.subsystem.SubsystemRef;

/** Folder listings, remembered for a few seconds for whoever is content with that. */
@ApplicationScoped
class Listings {

    static final Duration MAX_AGE = Duration.ofSeconds(5);

    private final BundleStore store;
    private final Clock clock;
    private final Map<SubsystemRef, Listing> remembered = new ConcurrentHashMap<>();

    Listings(BundleStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** The folder as it is now. */
    Listing fresh(SubsystemRef folder, Deadline deadline) {
        var listing = listing(folder, store.list(folder, deadline));
        remembered.put(folder, listing);
        return listing;
    }

    /** The folder as it was at most five seconds ago. */
    Listing recent(SubsystemRef folder, Deadline deadline) {
        var listing = remembered.get(folder);
        if (listing == null || listing.at().plus(MAX_AGE).isBefore(clock.instant())) {
            return fresh(folder, deadline);
        }
        return listing;
    }

    /** What changes a folder says so. */
    void forget(SubsystemRef folder) {
        remembered.remove(folder);
    }

    private Listing listing(SubsystemRef folder, List<BundleStore.StoredFile> files) {
        var now = clock.instant();
        var latest = now.plus(Authentication.CLOCK_SKEW);
        var bundles = new ArrayList<StoredBundle>();
        for (var file : files) {
            BundleId.inFolder(folder.cluster(), file.name())
                    .filter(id -> !id.createdAt().isAfter(latest))
                    .ifPresent(id -> bundles.add(new StoredBundle(folder, id, file.sizeBytes())));
        }
        bundles.sort(StoredBundle.NEWEST_FIRST);
        return new Listing(bundles, files.size() - bundles.size(), now);
    }

    /**
     * A folder at one instant.
     *
     * @param bundles the files named as bundles, newest first
     * @param foreign how many files are none; times in the future are foreign too
     * @param at when it was read
     */
    record Listing(List<StoredBundle> bundles, int foreign, Instant at) {

        Listing {
            bundles = List.copyOf(bundles);
        }
    }
}
