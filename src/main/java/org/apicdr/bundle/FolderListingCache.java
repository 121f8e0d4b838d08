package org.apicdr.bundle;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.apicdr.bundle.BundleStore.FolderFiles;
import org.apicdr.bundle.BundleStore.FolderVersion;
import org.apicdr.bundle.BundleStore.StoredFile;
import org.apicdr.bundle.StoredBundle.StoredVerdict;
import org.apicdr.bundle.VerdictMarkerCodec.VerdictMarker;
import org.apicdr.core.Deadline;
import org.apicdr.subsystem.SubsystemRef;

/** Caches folder listings for a few seconds, and those of large folders for as long as the folder is unchanged. */
@ApplicationScoped
class FolderListingCache {

    static final Duration MAX_AGE = Duration.ofSeconds(5);

    /** The minimum number of names in a large folder. Listing fewer names takes only a few milliseconds. */
    static final int LARGE = 500;

    /** How long a version must have been seen before a listing of a large folder is reused. */
    static final Duration SETTLED = Duration.ofSeconds(2);

    /** Enough for one folder of as many names as the store lists, and others of usual size. */
    static final int MAX_NAMES = 150_000;

    /** The weight of a folder without names: about as much memory as this number of names. */
    private static final int MIN_WEIGHT = 10;

    /** Stands for the number of forged verdicts if there are too many markers to read them. */
    private static final int TOO_MANY = -1;

    private final BundleStore store;
    private final VerdictMarkerCodec markers;
    private final Clock clock;
    private final Map<SubsystemRef, Listing> cached;
    private final LargeFolderCache large;
    private final BundleNameCache names = new BundleNameCache();
    private final Map<SubsystemRef, Integer> forged = bounded(count -> 1);

    FolderListingCache(BundleStore store, VerdictMarkerCodec markers, Clock clock, Ticker ticker) {
        this.store = store;
        this.markers = markers;
        this.clock = clock;
        this.cached = bounded(Listing::size);
        this.large = new LargeFolderCache(ticker);
    }

    /**
     * Returns a cache of folders that is limited by the number of names in all of them, because any number of folders and
     * names can be planted on the store, and callers may name folders that do not exist.
     */
    static <V> ConcurrentMap<SubsystemRef, V> bounded(ToIntFunction<V> names) {
        return Caffeine.newBuilder()
                .maximumWeight(MAX_NAMES)
                .weigher((SubsystemRef folder, V value) -> names.applyAsInt(value) + MIN_WEIGHT)
                .executor(Runnable::run)
                .build()
                .asMap();
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
    Listing listWithoutSizes(SubsystemRef folder, Deadline deadline) {
        long begun = large.now();
        var settled = large.settled(folder);
        if (settled.isEmpty()) {
            return refresh(folder, deadline);
        }
        return store.listIfChanged(folder, settled.map(LargeFolderCache.Versioned::version), deadline)
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
        warnOfVerdicts(folder, found.tooManyVerdicts() ? TOO_MANY : verdicts.forged());
        var newest = new HashMap<BundleId, StoredVerdict>();
        verdicts.genuine().forEach(marker -> newest.putIfAbsent(marker.id(), marker.storedVerdict()));
        var files = new HashMap<String, StoredFile>();
        found.files().forEach(file -> files.put(file.name(), file));
        var named = names.bundles(folder, files.keySet());
        var bundles = named.stream()
                .filter(id -> !id.createdAt().isAfter(latest))
                .map(id -> bundle(folder, id, files, Optional.ofNullable(newest.get(id))))
                .toList();
        return new Listing(
                bundles, verdicts, found.files().size() - bundles.size(), named.size() - bundles.size(), now);
    }

    private static StoredBundle bundle(
            SubsystemRef folder, BundleId id, Map<String, StoredFile> files, Optional<StoredVerdict> verdict) {
        var file = Objects.requireNonNull(files.get(id.fileName()));
        return new StoredBundle(folder, id, file.sizeBytes(), file.modified(), verdict);
    }

    /** Logs a warning only if the number differs from the previous listing. */
    private void warnOfVerdicts(SubsystemRef folder, int count) {
        var before = forged.put(folder, count);
        if (count == TOO_MANY && !Integer.valueOf(count).equals(before)) {
            Log.warnf(
                    "The verdicts of verifications are not shown, because %s has too many entries. Have old ones removed.",
                    store.location(folder, ".verified"));
        }
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

        /** Returns this listing with its first matching bundles only, so that the others need not be kept in memory. */
        Listing first(Predicate<StoredBundle> shown, long limit) {
            var first = bundles.stream().filter(shown).limit(limit).toList();
            return new Listing(first, new VerdictMarkerCodec.Found(List.of(), markers.forged()), foreign, ahead, at);
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

    /**
     * Caches the latest listing of each large folder, for reuse while the version of the folder stays the same.
     *
     * <p>A version changes at most once a second. A listing is therefore reused only if its version was first seen at least
     * {@link FolderListingCache#SETTLED} before the listing began, so that every later change gives another version. Versions are used only
     * if the last change by this service gave another version, because some servers do not maintain modification times of
     * folders.
     */
    private static final class LargeFolderCache {

        private final Ticker ticker;
        private final Map<SubsystemRef, Folder> folders =
                bounded(folder -> folder.listing().size());

        LargeFolderCache(Ticker ticker) {
            this.ticker = ticker;
        }

        /** Returns whether the folder was large when it was last listed. */
        boolean isLarge(SubsystemRef folder) {
            return folders.containsKey(folder);
        }

        /** Returns a listing that is current if the folder still has the same version. */
        Optional<Versioned> settled(SubsystemRef folder) {
            return Optional.ofNullable(folders.get(folder)).flatMap(Folder::usable);
        }

        /**
         * Adds a listing.
         *
         * @param version empty if it is unknown
         * @param begun when the listing began, from {@link #now}
         */
        void put(SubsystemRef folder, Listing listing, Optional<FolderVersion> version, long begun) {
            if (listing.size() < LARGE) {
                folders.remove(folder);
            } else {
                var usable = listing.ahead() == 0
                        ? version
                        : Optional.<FolderVersion>empty(); // other listings change with time alone
                folders.merge(
                        folder, Folder.first(listing, usable, now()), (previous, first) -> previous.next(first, begun));
            }
        }

        /** Records that this service has changed the folder. */
        void changed(SubsystemRef folder) {
            folders.computeIfPresent(folder, (ref, previous) -> previous.afterChange());
        }

        long now() {
            return ticker.read();
        }

        /** A listing and the version of the folder before it. */
        record Versioned(Listing listing, FolderVersion version) {}

        /**
         * The state of a folder.
         *
         * @param listing the latest listing
         * @param version the folder's version before it; empty if it is unknown
         * @param seen when that version was first seen
         * @param settled whether the listing began long enough after that
         * @param changed whether this service has changed the folder since
         * @param moving whether changes by this service are known to change the version
         */
        private record Folder(
                Listing listing,
                Optional<FolderVersion> version,
                long seen,
                boolean settled,
                boolean changed,
                boolean moving) {

            static Folder first(Listing listing, Optional<FolderVersion> version, long now) {
                return new Folder(listing, version, now, false, false, false);
            }

            Folder next(Folder first, long begun) {
                boolean comparable = version.isPresent() && first.version.isPresent();
                boolean same = comparable && version.equals(first.version);
                boolean moves = (changed && comparable) ? !same || (moving && !settled) : moving;
                return same
                        ? new Folder(first.listing, version, seen, begun - seen >= SETTLED.toNanos(), false, moves)
                        : new Folder(first.listing, first.version, first.seen, false, false, moves);
            }

            Folder afterChange() {
                return new Folder(listing, version, seen, settled, true, moving);
            }

            Optional<Versioned> usable() {
                return settled && moving ? version.map(known -> new Versioned(listing, known)) : Optional.empty();
            }
        }
    }

    /**
     * Caches the parsed and sorted file names of each folder. A name is parsed only when it is listed for the first time.
     */
    static final class BundleNameCache {

        private static final Comparator<BundleId> NEWEST_FIRST = Comparator.comparing(BundleId::createdAt)
                .thenComparing(Comparator.naturalOrder())
                .reversed();

        private final Map<SubsystemRef, Names> folders = bounded(Names::size);

        /**
         * Returns the bundles among the files of a folder, newest first. Removes names that are no longer listed from the
         * cache.
         */
        List<BundleId> bundles(SubsystemRef folder, Set<String> fileNames) {
            var names = folders.getOrDefault(folder, Names.NONE).update(folder.cluster(), fileNames);
            folders.put(folder, names);
            return names.bundles();
        }

        /** Adds a bundle that was stored after the folder was listed. */
        void add(SubsystemRef folder, BundleId id) {
            folders.computeIfPresent(folder, (ref, names) -> names.with(id));
        }

        /** Returns the folders that contained the bundle when they were last listed. */
        List<SubsystemRef> holding(BundleId id) {
            return folders.entrySet().stream()
                    .filter(folder -> folder.getValue().has(id))
                    .map(Map.Entry::getKey)
                    .toList();
        }

        /**
         * The names in a folder.
         *
         * @param bundles the bundles, newest first
         * @param foreign the names of all other files
         */
        private record Names(List<BundleId> bundles, Set<String> foreign) {

            static final Names NONE = new Names(List.of(), Set.of());

            Names update(String cluster, Set<String> fileNames) {
                var unknown = new HashSet<>(fileNames);
                var listed = new ArrayList<BundleId>(fileNames.size());
                for (var bundle : bundles) {
                    if (unknown.remove(bundle.fileName())) {
                        listed.add(bundle);
                    }
                }
                var others = new HashSet<String>();
                for (var name : unknown) {
                    var id = foreign.contains(name) ? Optional.<BundleId>empty() : BundleId.inFolder(cluster, name);
                    id.ifPresentOrElse(listed::add, () -> others.add(name));
                }
                listed.sort(NEWEST_FIRST); // fast, because the cached names are sorted already
                return new Names(List.copyOf(listed), Set.copyOf(others));
            }

            /** Adds a bundle at its place, because sorting thousands of names takes milliseconds. */
            Names with(BundleId id) {
                int position = position(id);
                if (position >= 0) {
                    return this;
                }
                var listed = new ArrayList<>(bundles);
                listed.add(-position - 1, id);
                return new Names(List.copyOf(listed), foreign);
            }

            int size() {
                return bundles.size() + foreign.size();
            }

            private int position(BundleId id) {
                return Collections.binarySearch(bundles, id, NEWEST_FIRST);
            }

            boolean has(BundleId id) {
                return position(id) >= 0;
            }
        }
    }
}
