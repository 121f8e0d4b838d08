package org.apicdr.bundle;

import com.github.benmanes.caffeine.cache.Ticker;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apicdr.bundle.BundleStore.FolderFiles;
import org.apicdr.bundle.LargeFolderCache.Versioned;
import org.apicdr.core.Deadline;
import org.apicdr.subsystem.SubsystemRef;

/** Folder listings, remembered for a few seconds for whoever is content with that. */
@ApplicationScoped
class FolderListingCache {

    static final Duration MAX_AGE = Duration.ofSeconds(5);

    private final BundleStore store;
    private final VerdictMarkerCodec markers;
    private final Clock clock;
    private final Map<SubsystemRef, Listing> remembered = new ConcurrentHashMap<>();
    private final LargeFolderCache large;
    private final BundleNameCache names = new BundleNameCache();
    private final Map<SubsystemRef, Integer> forged = new ConcurrentHashMap<>();

    FolderListingCache(BundleStore store, VerdictMarkerCodec markers, Clock clock, Ticker ticker) {
        this.store = store;
        this.markers = markers;
        this.clock = clock;
        this.large = new LargeFolderCache(ticker);
    }

    /** The folder as it is now. */
    Listing refresh(SubsystemRef folder, Deadline deadline) {
        long begun = large.now();
        return keep(folder, read(folder, deadline), begun);
    }

    /**
     * The names in the folder as they are now. The sizes in a large folder may be those of an earlier listing, as nothing
     * tells that a file was changed in its place.
     */
    Listing names(SubsystemRef folder, Deadline deadline) {
        long begun = large.now();
        var settled = large.settled(folder);
        if (settled.isEmpty()) {
            return refresh(folder, deadline);
        }
        return store.listIfChanged(folder, settled.map(Versioned::version), deadline)
                .map(found -> keep(folder, found, begun))
                .orElseGet(settled.get()::listing);
    }

    /** The folder as it was at most five seconds ago. */
    Listing get(SubsystemRef folder, Deadline deadline) {
        var listing = remembered.get(folder);
        if (listing == null || listing.at().plus(MAX_AGE).isBefore(clock.instant())) {
            return refresh(folder, deadline);
        }
        return listing;
    }

    /** What changes a folder says so. */
    void invalidate(SubsystemRef folder) {
        remembered.remove(folder);
    }

    /** A bundle was stored in the folder. */
    void added(SubsystemRef folder, BundleId id) {
        invalidate(folder);
        names.add(folder, id);
        large.changed(folder);
    }

    /** The folders that hold a bundle as far as this service knows; that is a guess. */
    List<SubsystemRef> holding(BundleId id) {
        return names.holding(id);
    }

    private FolderFiles read(SubsystemRef folder, Deadline deadline) {
        return large.isLarge(folder)
                ? store.listIfChanged(folder, Optional.empty(), deadline).orElseThrow()
                : store.list(folder, deadline);
    }

    private Listing keep(SubsystemRef folder, FolderFiles found, long begun) {
        var listing = listing(folder, found);
        remembered.put(folder, listing);
        large.put(folder, listing, found.version(), begun);
        return listing;
    }

    private Listing listing(SubsystemRef folder, FolderFiles found) {
        var now = clock.instant();
        var latest = now.plus(AuthenticityCheck.CLOCK_SKEW);
        var verdicts = markers.look(folder, found.verdicts(), latest);
        complain(folder, verdicts.forged());
        var newest = new HashMap<BundleId, StoredVerdict>();
        verdicts.genuine().forEach(marker -> newest.putIfAbsent(marker.id(), marker.remembered()));
        var sizes = new HashMap<String, Long>();
        found.files().forEach(file -> sizes.put(file.name(), file.sizeBytes()));
        var named = names.bundles(folder, sizes.keySet());
        var bundles = named.stream()
                .filter(id -> !id.createdAt().isAfter(latest))
                .map(id -> new StoredBundle(
                        folder, id, sizes.getOrDefault(id.fileName(), 0L), Optional.ofNullable(newest.get(id))))
                .toList();
        return new Listing(
                bundles, verdicts, found.files().size() - bundles.size(), named.size() - bundles.size(), now);
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
     * @param ahead how many of these are named as bundles of the future
     * @param at when it was read
     */
    record Listing(List<StoredBundle> bundles, VerdictMarkerCodec.Found markers, int foreign, int ahead, Instant at) {

        Listing {
            bundles = List.copyOf(bundles);
        }

        /** How many names remember verdicts that this service did not write. */
        int forged() {
            return markers.forged();
        }

        /** How many names there are of bundles and verdicts. */
        int size() {
            return bundles.size() + markers.genuine().size();
        }

        /** What remembers the verdicts on a bundle, newest first. */
        List<VerdictMarker> verdicts(BundleId id) {
            return markers.genuine().stream()
                    .filter(marker -> marker.id().equals(id))
                    .toList();
        }
    }
}
