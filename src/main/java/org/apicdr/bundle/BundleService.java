package org.apicdr.bundle;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.InputStream;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apicdr.bundle.FolderListingCache.Listing;
import org.apicdr.core.Deadline;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ParallelExecutor;
import org.apicdr.core.ServiceException;
import org.apicdr.subsystem.Installation;
import org.apicdr.subsystem.SubsystemQuery;
import org.apicdr.subsystem.SubsystemRef;

/**
 * The bundles on the store. Names there can be planted, so whatever decides something asks for the newest bundle that is
 * authentic.
 */
@ApplicationScoped
public class BundleService {

    private final BundleStore store;
    private final FolderListingCache folderListingCache;
    private final BundleInspector bundleInspector;
    private final Installation installation;
    private final ParallelExecutor parallelExecutor;

    BundleService(
            BundleStore store,
            FolderListingCache folderListingCache,
            BundleInspector bundleInspector,
            Installation installation,
            ParallelExecutor parallelExecutor) {
        this.store = store;
        this.folderListingCache = folderListingCache;
        this.bundleInspector = bundleInspector;
        this.installation = installation;
        this.parallelExecutor = parallelExecutor;
    }

    /** A page of the list, and when the store was asked. */
    public CachedPage list(BundleFilter filter, int limit, boolean fresh, Deadline deadline) {
        var looks = folders(filter.subsystem(), deadline).stream()
                .<Supplier<Listing>>map(folder -> () ->
                        fresh ? folderListingCache.refresh(folder, deadline) : folderListingCache.get(folder, deadline))
                .toList();
        var found = parallelExecutor.all(looks, deadline);
        var shown = found.stream()
                .flatMap(listing -> listing.bundles().stream())
                .filter(filter::shows)
                .sorted(StoredBundle.NEWEST_FIRST)
                .limit(limit + 1L)
                .toList();
        var oldest = found.stream().map(Listing::at).min(Instant::compareTo);
        return new CachedPage(BundlePage.of(installation.site(), shown, limit, found), oldest);
    }

    /** The newest authentic bundle of a subsystem. */
    public BundleInspection latest(SubsystemQuery query, Deadline deadline) {
        return query.choose(store.folders(deadline))
                .flatMap(folder -> newestAuthentic(folder, manifest -> true, deadline))
                .orElseThrow(() -> new ServiceException(
                        ErrorCode.BUNDLE_NOT_FOUND, "the store holds no authentic bundle of " + query));
    }

    /**
     * The newest bundle of a folder that is authentic and of a kind that is asked for: the one that was captured last, and
     * where that was sealed anew, the last of its seals.
     */
    public Optional<BundleInspection> newestAuthentic(
            SubsystemRef folder, Predicate<Manifest> wanted, Deadline deadline) {
        return newestAuthentic(folderListingCache.refresh(folder, deadline).bundles(), wanted, deadline);
    }

    /** The same among bundles that were listed, newest first. */
    public Optional<BundleInspection> newestAuthentic(
            List<StoredBundle> listed, Predicate<Manifest> wanted, Deadline deadline) {
        return new NewestBundleFinder(bundle -> bundleInspector.inspectIfThere(bundle, deadline), wanted).in(listed);
    }

    /** The newest authentic bundle of one installation in a folder. */
    public Optional<BundleInspection> newestOfLineage(SubsystemRef folder, String lineage, Deadline deadline) {
        return newestAuthentic(
                folder, manifest -> manifest.management().lineage().equals(lineage), deadline);
    }

    /** What a folder holds now, by its names alone. */
    public FolderContents holdings(SubsystemRef folder, Deadline deadline) {
        var listing = folderListingCache.refresh(folder, deadline);
        return new FolderContents(listing.bundles(), listing.foreign());
    }

    /** The bundles that a folder holds now, newest first. Their sizes may be out of date, so nothing may rely on them. */
    public List<StoredBundle> names(SubsystemRef folder, Deadline deadline) {
        return folderListingCache.names(folder, deadline).bundles();
    }

    /**
     * Reads a bundle: in two waits if namespace and cluster are named. If not, the store is searched for others of that id
     * while the one that is known is being read, which makes it three.
     */
    public BundleInspection get(SubsystemQuery query, BundleId id, Deadline deadline) {
        var wanted = new BundleSelector(query, id);
        var searching = parallelExecutor.start(() -> holders(wanted, deadline));
        var readings = new HashMap<SubsystemRef, Reading>();
        for (var folder : likelyHolders(wanted)) {
            readings.put(folder, new Reading(folder, id, deadline));
        }
        var holders = parallelExecutor.await(searching, deadline);
        if (holders.size() != 1) {
            return bundleInspector.inspect(wanted.among(list(holders, deadline)), deadline);
        }
        return readings.computeIfAbsent(holders.get(0), folder -> new Reading(folder, id, deadline))
                .of(wanted);
    }

    /** Opens a bundle's file. */
    public InputStream open(StoredBundle bundle, Deadline deadline) {
        return store.open(bundle.folder(), bundle.id().fileName(), deadline);
    }

    /** Begins to store a new bundle. */
    public BundleStore.Upload begin(SubsystemRef folder, Deadline deadline) {
        return store.begin(folder, deadline);
    }

    /** Stores a new bundle. */
    public void publish(BundleStore.Upload upload, SubsystemRef folder, BundleId id, byte[] file) {
        folderListingCache.invalidate(folder);
        try {
            upload.publish(id, file);
            folderListingCache.added(folder, id);
        } finally {
            folderListingCache.invalidate(folder);
        }
    }

    /** A bundle as callers see it. */
    public Bundle view(BundleInspection bundleInspection) {
        var bundle = bundleInspection.bundle();
        return Bundle.of(
                installation.site(), store.location(bundle.folder(), bundle.id().fileName()), bundleInspection);
    }

    StoredBundle find(SubsystemQuery query, BundleId id, Deadline deadline) {
        var wanted = new BundleSelector(query, id);
        return wanted.among(list(holders(wanted, deadline), deadline));
    }

    /** The folders that hold the bundle, or that have to. */
    private List<SubsystemRef> holders(BundleSelector wanted, Deadline deadline) {
        return wanted.named()
                .orElseGet(() -> store.holding(wanted.id(), deadline).stream()
                        .filter(wanted.query()::matches)
                        .toList());
    }

    /** The same without asking the store. */
    private List<SubsystemRef> likelyHolders(BundleSelector wanted) {
        return wanted.named()
                .orElseGet(() -> folderListingCache.holding(wanted.id()).stream()
                        .filter(wanted.query()::matches)
                        .toList());
    }

    private List<StoredBundle> list(List<SubsystemRef> folders, Deadline deadline) {
        var looks = folders.stream()
                .<Supplier<Listing>>map(folder -> () -> folderListingCache.refresh(folder, deadline))
                .toList();
        return parallelExecutor.all(looks, deadline).stream()
                .flatMap(listing -> listing.bundles().stream())
                .toList();
    }

    private List<SubsystemRef> folders(SubsystemQuery query, Deadline deadline) {
        if (query.namespace() != null && query.cluster() != null) {
            return List.of(new SubsystemRef(query.namespace(), query.cluster()));
        }
        return store.folders(deadline).stream().filter(query::matches).toList();
    }

    /** A bundle that is being read while its folder is being listed. */
    private final class Reading {

        private final Deadline deadline;
        private final CompletableFuture<List<StoredBundle>> listed;
        private final CompletableFuture<Optional<BundleInspection>> read;

        Reading(SubsystemRef folder, BundleId id, Deadline deadline) {
            this.deadline = deadline;
            this.listed = parallelExecutor.start(
                    () -> folderListingCache.refresh(folder, deadline).bundles());
            this.read = parallelExecutor.start(
                    () -> bundleInspector.inspectIfThere(new StoredBundle(folder, id, 0), deadline));
        }

        BundleInspection of(BundleSelector wanted) {
            var bundle = wanted.among(parallelExecutor.await(listed, deadline));
            return parallelExecutor
                    .await(read, deadline)
                    .map(bundleInspection -> bundleInspection.of(bundle))
                    .orElseThrow(wanted::notFound);
        }
    }

    /**
     * A page, and when the store was asked.
     *
     * @param at the oldest listing it was made from; empty where there was no folder
     */
    public record CachedPage(BundlePage page, Optional<Instant> at) {}

    /**
     * What a folder holds.
     *
     * @param bundles the files named as bundles, newest first
     * @param foreign how many files are none
     */
    public record FolderContents(List<StoredBundle> bundles, int foreign) {

        public FolderContents {
            bundles = List.copyOf(bundles);
        }
    }
}
