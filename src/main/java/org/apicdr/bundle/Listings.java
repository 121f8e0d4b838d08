package org.apicdr.bundle;

import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apicdr.request.Deadline;
import org.apicdr.subsystem.SubsystemRef;

/** Folder listings, remembered for a few seconds for whoever is content with that. */
@ApplicationScoped
class Listings {

    static final Duration MAX_AGE = Duration.ofSeconds(5);

    private final BundleStore store;
    private final VerdictMarkers markers;
    private final Clock clock;
    private final Map<SubsystemRef, Listing> remembered = new ConcurrentHashMap<>();
    private final Map<SubsystemRef, Integer> forged = new ConcurrentHashMap<>();

    Listings(BundleStore store, VerdictMarkers markers, Clock clock) {
        this.store = store;
        this.markers = markers;
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

    private Listing listing(SubsystemRef folder, BundleStore.FolderFiles found) {
        var now = clock.instant();
        var latest = now.plus(Authentication.CLOCK_SKEW);
        var verdicts = markers.look(folder, found.verdicts(), latest);
        complain(folder, verdicts.forged());
        var newest = new HashMap<BundleId, RememberedVerdict>();
        verdicts.genuine().forEach(marker -> newest.putIfAbsent(marker.id(), marker.remembered()));
        var bundles = new ArrayList<StoredBundle>();
        for (var file : found.files()) {
            BundleId.inFolder(folder.cluster(), file.name())
                    .filter(id -> !id.createdAt().isAfter(latest))
                    .map(id -> new StoredBundle(folder, id, file.sizeBytes(), Optional.ofNullable(newest.get(id))))
                    .ifPresent(bundles::add);
        }
        bundles.sort(StoredBundle.NEWEST_FIRST);
        return new Listing(bundles, verdicts, found.files().size() - bundles.size(), now);
    }

    /** Says each number once, whichever listing finds it first. */
    private void complain(SubsystemRef folder, int count) {
        var before = forged.put(folder, count);
        if (count > 0 && !Integer.valueOf(count).equals(before)) {
            Log.warnf(
                    "%d names in %s are no verdicts of this service and are ignored: find out who put them there, or set"
                            + " apic-dr.seal.former-signing-key-files if the signing key has changed",
                    count, store.location(folder, ".verified"));
        }
    }

    /**
     * A folder at one instant.
     *
     * @param bundles the files named as bundles, newest first
     * @param markers the names that remember verdicts
     * @param foreign how many files are no bundles; times in the future are foreign too
     * @param at when it was read
     */
    record Listing(List<StoredBundle> bundles, VerdictMarkers.Found markers, int foreign, Instant at) {

        Listing {
            bundles = List.copyOf(bundles);
        }

        /** How many names remember verdicts that this service did not write. */
        int forged() {
            return markers.forged();
        }

        /** What remembers the verdicts on a bundle, newest first. */
        List<VerdictMarker> verdicts(BundleId id) {
            return markers.genuine().stream()
                    .filter(marker -> marker.id().equals(id))
                    .toList();
        }
    }
}
