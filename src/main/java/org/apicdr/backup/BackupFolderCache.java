package org.apicdr.backup;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apicdr.core.Deadline;
import org.apicdr.core.ParallelExecutor;
import org.apicdr.core.ServiceException;
import org.apicdr.subsystem.ComponentSnapshot;

/**
 * Lists backup folders and caches the listings for some minutes, because listings are long and recoverability is queried
 * often.
 */
@ApplicationScoped
class BackupFolderCache {

    static final Duration READ_AGE = Duration.ofMinutes(5);

    /** Shorter, so that a repaired server is noticed soon. */
    static final Duration FAILURE_AGE = Duration.ofMinutes(1);

    /** Keeps an unresponsive server from using up the time of the whole request. */
    private static final Duration LISTING_TIMEOUT = Duration.ofSeconds(10);

    private static final int MAX_LOCATIONS = 100;

    private final BackupFolderLister lister;
    private final ParallelExecutor parallelExecutor;
    private final Clock clock;
    private final Cache<BackupLocation, CachedListing> cache;

    BackupFolderCache(BackupFolderLister lister, ParallelExecutor parallelExecutor, Clock clock, Ticker ticker) {
        this.lister = lister;
        this.parallelExecutor = parallelExecutor;
        this.clock = clock;
        this.cache = Caffeine.newBuilder()
                .maximumSize(MAX_LOCATIONS)
                .expireAfter(Expiry.<BackupLocation, CachedListing>creating(
                        (location, listing) -> lifetime(listing.folder())))
                .ticker(ticker)
                .build();
    }

    /** Returns the listing of each component's backup folder, in the same order. */
    List<BackupCatalog.ComponentListing> list(List<ComponentSnapshot> components, boolean fresh, Deadline deadline) {
        var end = deadline.left().compareTo(LISTING_TIMEOUT) > 0 ? Deadline.in(LISTING_TIMEOUT) : deadline;
        var pending = components.stream()
                .map(component -> parallelExecutor.start(() -> listing(component, fresh, end)))
                .toList();
        var listings = new ArrayList<BackupCatalog.ComponentListing>();
        for (int i = 0; i < pending.size(); i++) {
            var listing = await(pending.get(i), end);
            listings.add(new BackupCatalog.ComponentListing(
                    components.get(i).component().title(), listing.folder(), listing.at()));
        }
        return listings;
    }

    /** Returns whether a successful listing is old enough that listing the folder again may find missing files. */
    boolean mayBeOutdated(List<BackupCatalog.ComponentListing> listings) {
        var recent = clock.instant().minus(FAILURE_AGE);
        return listings.stream()
                .anyMatch(listing -> listing.folder() instanceof BackupFolderListing.Read
                        && listing.at().isBefore(recent));
    }

    private CachedListing await(CompletableFuture<CachedListing> listing, Deadline end) {
        try {
            return parallelExecutor.await(listing, end);
        } catch (ServiceException e) {
            return listedNow(new BackupFolderListing.Failed("The backup server did not respond in time."));
        } catch (RuntimeException e) {
            Log.error("Listing a backup folder failed", e);
            return listedNow(new BackupFolderListing.Failed(
                    "The backup folder could not be listed: unexpected error. See the log."));
        }
    }

    private CachedListing listing(ComponentSnapshot component, boolean fresh, Deadline end) {
        return BackupLocation.of(component)
                .match(
                        location -> {
                            var cached = fresh ? null : cache.getIfPresent(location);
                            return cached == null ? refresh(location, end) : cached;
                        },
                        why -> listedNow(new BackupFolderListing.Skipped(why)));
    }

    private CachedListing refresh(BackupLocation location, Deadline end) {
        var listing = listedNow(lister.list(location, end));
        cache.put(location, listing);
        return listing;
    }

    private CachedListing listedNow(BackupFolderListing folder) {
        return new CachedListing(folder, clock.instant());
    }

    private static Duration lifetime(BackupFolderListing folder) {
        return folder instanceof BackupFolderListing.Read ? READ_AGE : FAILURE_AGE;
    }

    private record CachedListing(BackupFolderListing folder, Instant at) {}
}
