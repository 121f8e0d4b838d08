package org.apicdr.bundle;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apicdr.bundle.BundleStore.FolderVersion;
import org.apicdr.bundle.FolderListingCache.Listing;
import org.apicdr.subsystem.SubsystemRef;

/**
 * Caches the latest listing of each large folder, for reuse while the version of the folder stays the same.
 *
 * <p>A version changes at most once a second. A listing is therefore reused only if its version was first seen at least
 * {@link #SETTLED} before the listing began, so that every later change gives another version. Versions are used only
 * if the last change by this service gave another version, because some servers do not maintain modification times of
 * folders.
 */
final class LargeFolderCache {

    /** The minimum number of names in a large folder. Listing fewer names takes only a few milliseconds. */
    static final int LARGE = 500;

    static final Duration SETTLED = Duration.ofSeconds(2);

    private final Ticker ticker;
    private final Map<SubsystemRef, Folder> folders = new ConcurrentHashMap<>();

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
