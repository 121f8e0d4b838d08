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
 * Caches the latest listing of each large folder, to be used again while the version of the folder stays the same.
 *
 * <p>A version changes once a second at most. So a listing is used again only if its version was seen {@link #SETTLED}
 * before it was begun: every later change then gives another version. And versions count only if the last change of this
 * service's own gave another one, for there are servers that do not keep modification times of folders.
 */
final class LargeFolderCache {

    /** So many names are listed in a few milliseconds. */
    static final int LARGE = 500;

    static final Duration SETTLED = Duration.ofSeconds(2);

    private final Ticker ticker;
    private final Map<SubsystemRef, Folder> folders = new ConcurrentHashMap<>();

    LargeFolderCache(Ticker ticker) {
        this.ticker = ticker;
    }

    /** Tells whether the folder was large when it was last listed. */
    boolean isLarge(SubsystemRef folder) {
        return folders.containsKey(folder);
    }

    /** A listing that shows the folder as it is now if the folder still has its version. */
    Optional<Versioned> settled(SubsystemRef folder) {
        return Optional.ofNullable(folders.get(folder)).flatMap(Folder::usable);
    }

    /**
     * Takes in a listing.
     *
     * @param version empty if it is unknown
     * @param begun when the listing was begun, by {@link #now}
     */
    void put(SubsystemRef folder, Listing listing, Optional<FolderVersion> version, long begun) {
        if (listing.size() < LARGE) {
            folders.remove(folder);
        } else {
            var usable = listing.ahead() == 0 ? version : Optional.<FolderVersion>empty(); // time alone changes others
            folders.merge(folder, Folder.first(listing, usable, now()), (former, first) -> former.next(first, begun));
        }
    }

    /** This service has changed the folder. */
    void changed(SubsystemRef folder) {
        folders.computeIfPresent(folder, (ref, former) -> former.afterChange());
    }

    long now() {
        return ticker.read();
    }

    /** A listing and the version that the folder had before it. */
    record Versioned(Listing listing, FolderVersion version) {}

    /**
     * The state of a folder.
     *
     * @param listing the latest listing
     * @param version the folder's version before it; empty if it is unknown
     * @param seen when that version was first seen
     * @param settled whether the listing was begun long enough after that
     * @param changed whether this service has changed the folder since
     * @param moving whether changes of this service's own give other versions, as far as is known
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
