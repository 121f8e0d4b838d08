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

/** Caches folder listings for a few seconds. */
@ApplicationScoped
class FolderListingCache {

    static final Duration MAX_AGE = Duration.ofSeconds(5);

    private final BundleStore store;
    private final VerdictMarkerCodec markers;
    private final Clock clock;
    private final Map<SubsystemRef, Listing> cached = new ConcurrentHashMap<>();
    private final LargeFolderCache large;
    private final BundleNameCache names = new BundleNameCache();
    private final Map<SubsystemRef, Integer> forged = new ConcurrentHashMap<>();

    FolderListingCache(BundleStore store, VerdictMarkerCodec markers, Clock clock, Ticker ticker) {
        this.store = store;
        this.markers = markers;
        this.clock = clock;
        this.large = new LargeFolderCache(ticker);
    }

    /** Lists the folder and updates the cache. */
    Listing refresh(SubsystemRef folder, Deadline deadline) {
        long begun = large.now();
        return cache(folder, read(folder, deadline), begun);
    }

    /**
     * Returns the current names in the folder. Sizes in a large folder may come from an earlier listing, because
     * changing a file in place does not change the version of the folder.
     */
    Listing names(SubsystemRef folder, Deadline deadline) {
        long begun = large.now();
        var settled = large.settled(folder);
        if (settled.isEmpty()) {
            return refresh(folder, deadline);
        }
        return store.listIfChanged(folder, settled.map(Versioned::version), deadline)
                .map(found -> cache(folder, found, begun))
                .orElseGet(settled.get()::listing);
    }

    /** Returns a listing that is at most five seconds old. */
    Listing get(SubsystemRef folder, Deadline deadline) {
        var listing = cached.get(folder);
        if (listing == null || listing.at().plus(MAX_AGE).isBefore(clock.instant())) {
            return refresh(folder, deadline);
        }
        return listing;
    }

    /** Discards the cached listing. Every operation that changes the folder calls this. */
    void invalidate(SubsystemRef folder) {
        cached.remove(folder);
    }

    /** Records a bundle that was stored in the folder. */
    void added(SubsystemRef folder, BundleId id) {
        invalidate(folder);
        names.add(folder, id);
        large.changed(folder);
    }

    /** Returns the folders that contain the bundle according to the cache, which may be outdated. */
    List<SubsystemRef> holding(BundleId id) {
        return names.holding(id);
    }

    private FolderFiles read(SubsystemRef folder, Deadline deadline) {
        return large.isLarge(folder)
                ? store.listIfChanged(folder, Optional.empty(), deadline).orElseThrow()
                : store.list(folder, deadline);
    }

    private Listing cache(SubsystemRef folder, FolderFiles found, long begun) {
        var listing = listing(folder, found);
        cached.put(folder, listing);
        large.put(folder, listing, found.version(), begun);
        return listing;
    }

    private Listing listing(SubsystemRef folder, FolderFiles found) {
        var now = clock.instant();
        var latest = now.plus(AuthenticityCheck.CLOCK_SKEW);
        var verdicts = markers.read(folder, found.verdicts(), latest);
        warnIfForged(folder, verdicts.forged());
        var newest = new HashMap<BundleId, StoredVerdict>();
        verdicts.genuine().forEach(marker -> newest.putIfAbsent(marker.id(), marker.storedVerdict()));
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

    /** Logs a warning only if the number differs from the previous listing. */
    private void warnIfForged(SubsystemRef folder, int count) {
        var before = forged.put(folder, count);
        if (count > 0 && !Integer.valueOf(count).equals(before)) {
            Log.warnf(
                    "%d names in %s are not verdict markers of this service and are ignored. Find out who created them,"
                            + " or set apic-dr.seal.former-signing-key-files if the signing key has changed.",
                    count, store.location(folder, ".verified"));
        }
    }

    /**
     * A listing of a folder.
     *
     * @param bundles the files with the name of a bundle, newest first
     * @param markers the verdict markers
     * @param foreign the number of other files, including those dated in the future
     * @param ahead the number of these that have the name of a bundle dated in the future
     * @param at when the folder was read
     */
    record Listing(List<StoredBundle> bundles, VerdictMarkerCodec.Found markers, int foreign, int ahead, Instant at) {

        Listing {
            bundles = List.copyOf(bundles);
        }

        /** Returns the number of verdict markers that this service did not write. */
        int forged() {
            return markers.forged();
        }

        /** Returns the number of bundles and verdict markers. */
        int size() {
            return bundles.size() + markers.genuine().size();
        }

        /** Returns the verdict markers of a bundle, newest first. */
        List<VerdictMarker> verdicts(BundleId id) {
            return markers.genuine().stream()
                    .filter(marker -> marker.id().equals(id))
                    .toList();
        }
    }
}
