package org.apicdr.bundle;

import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.InputStream;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apicdr.bundle.BundleStore.TooManyFilesException;
import org.apicdr.bundle.BundleStore.UnreadableFileException;
import org.apicdr.bundle.FolderListingCache.Listing;
import org.apicdr.bundle.OpenedPayload.Selection;
import org.apicdr.core.Deadline;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ParallelExecutor;
import org.apicdr.core.ServiceException;
import org.apicdr.subsystem.Installation;
import org.apicdr.subsystem.SubsystemQuery;
import org.apicdr.subsystem.SubsystemRef;

/**
 * Lists, reads, stores and deletes bundles. File names on the store can be forged, so every decision must use the newest
 * authentic bundle.
 */
@ApplicationScoped
public class BundleService {

    private final BundleStore store;
    private final FolderListingCache folderListingCache;
    private final BundleInspector bundleInspector;
    private final NewestBundleFinder newestBundleFinder;
    private final VerdictStore verdictStore;
    private final Installation installation;
    private final ParallelExecutor parallelExecutor;

    BundleService(
            BundleStore store,
            FolderListingCache folderListingCache,
            BundleInspector bundleInspector,
            NewestBundleFinder newestBundleFinder,
            VerdictStore verdictStore,
            Installation installation,
            ParallelExecutor parallelExecutor) {
        this.store = store;
        this.folderListingCache = folderListingCache;
        this.bundleInspector = bundleInspector;
        this.newestBundleFinder = newestBundleFinder;
        this.verdictStore = verdictStore;
        this.installation = installation;
        this.parallelExecutor = parallelExecutor;
    }

    /**
     * Returns a page of the list and the age of its data.
     *
     * @throws ServiceException {@code STORE_UNAVAILABLE}, also if a folder has too many entries: a list never lacks bundles
     */
    public CachedPage list(BundleFilter filter, int limit, boolean fresh, Deadline deadline) {
        var listings = folders(filter.subsystem(), deadline).stream()
                .<Supplier<Listing>>map(folder -> () -> (fresh
                                ? folderListingCache.refresh(folder, deadline)
                                : folderListingCache.get(folder, deadline))
                        .first(filter::shows, limit + 1L))
                .toList();
        var found = parallelExecutor.all(listings, deadline);
        var shown = found.stream()
                .flatMap(listing -> listing.bundles().stream())
                .sorted(StoredBundle.NEWEST_FIRST)
                .limit(limit + 1L)
                .toList();
        var oldest = found.stream().map(Listing::at).min(Instant::compareTo);
        return new CachedPage(BundlePage.of(installation.site(), shown, limit, found), oldest);
    }

    /** Returns the newest authentic bundle of a subsystem, without its payload. */
    public BundleInspection latest(SubsystemQuery query, Deadline deadline) {
        return latest(query, Selection.NONE, deadline);
    }

    /** Returns the newest authentic bundle of a subsystem, with the selected entries of its payload. */
    public BundleInspection latest(SubsystemQuery query, Selection selection, Deadline deadline) {
        return query.choose(store.folders(deadline))
                .map(folder -> folderListingCache.refresh(folder, deadline).bundles())
                .flatMap(listed -> newestAuthentic(listed, selection, deadline))
                .orElseThrow(() -> new ServiceException(
                        ErrorCode.BUNDLE_NOT_FOUND, "The store holds no authentic bundle of %s.".formatted(query)));
    }

    /**
     * Finds the newest authentic bundle of a folder whose manifest matches a condition: the most recently captured one,
     * or its most recent re-seal.
     */
    public Optional<BundleInspection> newestAuthentic(
            SubsystemRef folder, Predicate<Manifest> wanted, Deadline deadline) {
        return newestAuthentic(folderListingCache.refresh(folder, deadline).bundles(), wanted, deadline);
    }

    /** Finds the newest authentic bundle in a listing that is sorted newest first. */
    public Optional<BundleInspection> newestAuthentic(
            List<StoredBundle> listed, Predicate<Manifest> wanted, Deadline deadline) {
        return newestBundleFinder.find(
                listed, bundle -> bundleInspector.inspectIfThere(bundle, Selection.NONE, deadline), wanted, deadline);
    }

    /** Opens only the payload of the first file in the same pass, because it usually is the newest authentic bundle. */
    private Optional<BundleInspection> newestAuthentic(
            List<StoredBundle> listed, Selection selection, Deadline deadline) {
        var first = listed.stream().findFirst();
        return newestBundleFinder
                .find(
                        listed,
                        bundle -> bundleInspector.inspectIfThere(
                                bundle,
                                first.filter(bundle::equals).isPresent() ? selection : Selection.NONE,
                                deadline),
                        manifest -> true,
                        deadline)
                .map(newest -> selection == Selection.NONE
                                || first.filter(newest.bundle()::equals).isPresent()
                        ? newest
                        : newest.with(bundleInspector.open(
                                newest.bundle(), newest.trusted().orElseThrow().manifest(), selection, deadline)));
    }

    /**
     * Returns why a search for the newest bundle had no result although the store works; empty if it failed for another
     * reason. Who may write to the store can cause this, so it must not stop a capture.
     *
     * @param deadline the deadline of the search
     */
    public static Optional<String> whyUnknown(ServiceException failure, Deadline deadline) {
        if (failure.getCause() instanceof TooManyFilesException) {
            return Optional.of("The folder of the subsystem on the store has too many entries.");
        }
        if (failure.getCause() instanceof UnreadableFileException) {
            return Optional.of("A file with the name of a bundle cannot be read.");
        }
        return deadline.passed()
                ? Optional.of("Not all files with the name of a bundle could be read in time.")
                : Optional.empty();
    }

    /** Finds the newest authentic bundle of a lineage in a folder. */
    public Optional<BundleInspection> newestOfLineage(SubsystemRef folder, String lineage, Deadline deadline) {
        return newestAuthentic(
                folder, manifest -> manifest.management().lineage().equals(lineage), deadline);
    }

    /** Lists the current contents of a folder, by file names only. */
    public FolderContents folderContents(SubsystemRef folder, Deadline deadline) {
        var listing = folderListingCache.refresh(folder, deadline);
        return new FolderContents(listing.bundles(), listing.foreign());
    }

    /** Lists the current bundles of a folder, newest first. Sizes may be outdated and must not be relied on. */
    public List<StoredBundle> listWithoutSizes(SubsystemRef folder, Deadline deadline) {
        return folderListingCache.listWithoutSizes(folder, deadline).bundles();
    }

    /**
     * Returns the bundles of the requested subsystem, least recently verified first. The queue is never empty.
     *
     * @throws ServiceException {@code BUNDLE_NOT_FOUND}, {@code SUBSYSTEM_AMBIGUOUS} or {@code STORE_UNAVAILABLE}
     */
    public VerificationQueue verificationQueue(SubsystemQuery query, Deadline deadline) {
        return query.choose(folders(query, deadline))
                .map(folder -> new VerificationQueue(folder, folderListingCache.refresh(folder, deadline)))
                .filter(queue -> !queue.bundles().isEmpty())
                .orElseThrow(() -> new ServiceException(
                        ErrorCode.BUNDLE_NOT_FOUND, "The store holds no bundle of %s.".formatted(query)));
    }

    /** Reads a bundle without its payload, as {@link #get(SubsystemQuery, BundleId, Selection, Deadline)} does. */
    public BundleInspection get(SubsystemQuery query, BundleId id, Deadline deadline) {
        return get(query, id, Selection.NONE, deadline);
    }

    /**
     * Reads a bundle. If the caller names namespace and cluster, this takes two sequential waits for the store.
     * Otherwise it takes three: the store is searched for other bundles with that id while the one from the cache is
     * being read.
     *
     * @param selection the entries of the payload to keep
     * @throws ServiceException {@code BUNDLE_NOT_FOUND}, {@code SUBSYSTEM_AMBIGUOUS}, or {@code FORBIDDEN} if the
     *     caller is not authorized for its namespace
     */
    public BundleInspection get(SubsystemQuery query, BundleId id, Selection selection, Deadline deadline) {
        var searching = parallelExecutor.start(() -> holders(query, id, deadline));
        var readings = new HashMap<SubsystemRef, Reading>();
        for (var folder : likelyHolders(query, id)) {
            readings.put(folder, new Reading(query, folder, id, selection, deadline));
        }
        var holders = parallelExecutor.await(searching, deadline);
        if (holders.size() != 1) {
            return bundleInspector.inspect(select(query, id, list(holders, deadline)), selection, deadline);
        }
        return readings.computeIfAbsent(holders.get(0), folder -> new Reading(query, folder, id, selection, deadline))
                .result();
    }

    /**
     * Returns a stream of a range of the file that was inspected. The file is opened at the first read. If it differs from
     * the inspected one, the stream fails before the last bytes of the range.
     */
    public InputStream open(BundleInspection inspection, long offset, long length, Deadline deadline) {
        return new InspectedFileInputStream(
                inspection, offset, length, () -> bundleInspector.openFile(inspection.bundle(), deadline));
    }

    /** Starts the upload of a new bundle. */
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

    /** Returns the API representation of a bundle. */
    public Bundle view(BundleInspection bundleInspection) {
        var bundle = bundleInspection.bundle();
        return Bundle.of(
                installation.site(), store.location(bundle.folder(), bundle.id().fileName()), bundleInspection);
    }

    /**
     * Deletes a bundle and returns it. The newest authentic bundle of a lineage is deleted only if the caller forces it.
     *
     * @throws ServiceException {@code BUNDLE_NOT_FOUND}; {@code LAST_GOOD_BUNDLE} if it is the newest authentic one of
     *     its lineage and {@code force} is false; {@code STORE_APPEND_ONLY}
     */
    public StoredBundle delete(SubsystemQuery query, BundleId id, boolean force, Deadline deadline) {
        var bundle = find(query, id, deadline);
        if (!force) {
            bundleInspector
                    .inspect(bundle, deadline)
                    .trusted()
                    .ifPresent(file -> requireNotNewestAuthentic(bundle, file.manifest(), deadline));
        }
        store.delete(bundle.folder(), id, deadline);
        Log.infof("Deleted bundle %s", id);
        verdictStore.forget(bundle, deadline);
        return bundle;
    }

    private void requireNotNewestAuthentic(StoredBundle bundle, Manifest manifest, Deadline deadline) {
        var lineage = manifest.management().lineage();
        newestOfLineage(bundle.folder(), lineage, deadline)
                .filter(newest -> newest.bundle().id().equals(bundle.id()))
                .ifPresent(newest -> {
                    throw new ServiceException(
                            ErrorCode.LAST_GOOD_BUNDLE,
                            ("%s is the newest authentic bundle of its installation. Capture another one first, or"
                                            + " delete it with ?force=true.")
                                    .formatted(bundle.id()));
                });
    }

    StoredBundle find(SubsystemQuery query, BundleId id, Deadline deadline) {
        return select(query, id, list(holders(query, id, deadline), deadline));
    }

    /** Selects the requested bundle from listings and requires that the caller may access its namespace. */
    private static StoredBundle select(SubsystemQuery query, BundleId id, List<StoredBundle> listed) {
        var found = listed.stream().filter(bundle -> bundle.id().equals(id)).toList();
        var bundle = query.choose(found.stream().map(StoredBundle::folder).toList())
                .flatMap(folder -> found.stream().findFirst())
                .orElseThrow(() -> notFound(id));
        query.scope().require(bundle.folder().namespace());
        return bundle;
    }

    private static ServiceException notFound(BundleId id) {
        return new ServiceException(ErrorCode.BUNDLE_NOT_FOUND, "The store holds no bundle %s.".formatted(id));
    }

    /** Returns the folder that the caller named, or searches the store for folders that contain the bundle. */
    private List<SubsystemRef> holders(SubsystemQuery query, BundleId id, Deadline deadline) {
        return namedHolder(query, id)
                .orElseGet(() -> store.holding(id, deadline).stream()
                        .filter(query::matches)
                        .toList());
    }

    /** Returns the folder that the caller named, or the folders that contain the bundle according to the cache. */
    private List<SubsystemRef> likelyHolders(SubsystemQuery query, BundleId id) {
        return namedHolder(query, id)
                .orElseGet(() -> folderListingCache.holding(id).stream()
                        .filter(query::matches)
                        .toList());
    }

    /**
     * Returns the folder that the caller named, or an empty list if it cannot contain a bundle of that id. Returns
     * empty if the caller did not name a folder.
     */
    private static Optional<List<SubsystemRef>> namedHolder(SubsystemQuery query, BundleId id) {
        return query.named().map(folder -> id.siteName(folder.cluster()).isEmpty() ? List.of() : List.of(folder));
    }

    private List<StoredBundle> list(List<SubsystemRef> folders, Deadline deadline) {
        var listings = folders.stream()
                .<Supplier<Listing>>map(folder -> () -> folderListingCache.refresh(folder, deadline))
                .toList();
        return parallelExecutor.all(listings, deadline).stream()
                .flatMap(listing -> listing.bundles().stream())
                .toList();
    }

    /** Returns the folder that the caller named, or all folders of the store that match. */
    private List<SubsystemRef> folders(SubsystemQuery query, Deadline deadline) {
        return query.named()
                .map(List::of)
                .orElseGet(() ->
                        store.folders(deadline).stream().filter(query::matches).toList());
    }

    /** Reads a bundle and lists its folder at the same time. */
    private final class Reading {

        private final SubsystemQuery query;
        private final BundleId id;
        private final Deadline deadline;
        private final CompletableFuture<List<StoredBundle>> listed;
        private final CompletableFuture<Optional<BundleInspection>> read;

        Reading(SubsystemQuery query, SubsystemRef folder, BundleId id, Selection selection, Deadline deadline) {
            this.query = query;
            this.id = id;
            this.deadline = deadline;
            this.listed = parallelExecutor.start(
                    () -> folderListingCache.refresh(folder, deadline).bundles());
            this.read = parallelExecutor.start(() -> {
                query.scope().require(folder.namespace());
                return bundleInspector.inspectIfThere(new StoredBundle(folder, id, 0), selection, deadline);
            });
        }

        /** Returns the inspection of the bundle as it was listed, if the query matches it. */
        BundleInspection result() {
            var bundle = listedBundle();
            var inspection = parallelExecutor
                    .await(read, deadline)
                    .map(bundleInspection -> bundleInspection.of(bundle.orElseGet(bundleInspection::asRead)))
                    .orElseThrow(() -> notFound(id));
            if (inspection.authentic()) {
                bundleInspector.forgetNotAuthentic(inspection.bundle());
            }
            return inspection;
        }

        /** Returns the bundle as it was listed; empty if the folder has too many entries, which must not hide the bundle. */
        private Optional<StoredBundle> listedBundle() {
            try {
                return Optional.of(select(query, id, parallelExecutor.await(listed, deadline)));
            } catch (ServiceException e) {
                if (e.getCause() instanceof TooManyFilesException) {
                    return Optional.empty();
                }
                throw e;
            }
        }
    }

    /**
     * A page and the age of its data.
     *
     * @param at the time of the oldest listing that it is based on; empty if there is no folder
     */
    public record CachedPage(BundlePage page, Optional<Instant> at) {}

    /**
     * The contents of a folder.
     *
     * @param bundles the files with the name of a bundle, newest first
     * @param foreign the number of other files
     */
    public record FolderContents(List<StoredBundle> bundles, int foreign) {

        public FolderContents {
            bundles = List.copyOf(bundles);
        }
    }
}
