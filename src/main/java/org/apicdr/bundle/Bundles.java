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
import org.apicdr.bundle.Listings.Listing;
import org.apicdr.problem.Reason;
import org.apicdr.problem.RecoveryException;
import org.apicdr.request.Deadline;
import org.apicdr.request.Parallel;
import org.apicdr.subsystem.Installation;
import org.apicdr.subsystem.SubsystemQuery;
import org.apicdr.subsystem.SubsystemRef;

/**
 * The bundles on the store. Names there can be planted, so whatever decides something asks for the newest bundle that is
 * authentic.
 */
@ApplicationScoped
public class Bundles {

    private final BundleStore store;
    private final Listings listings;
    private final Inspector inspector;
    private final Installation installation;
    private final Parallel parallel;

    Bundles(BundleStore store, Listings listings, Inspector inspector, Installation installation, Parallel parallel) {
        this.store = store;
        this.listings = listings;
        this.inspector = inspector;
        this.installation = installation;
        this.parallel = parallel;
    }

    /** A page of the list, and when the store was asked. */
    Aged list(BundleFilter filter, int limit, boolean fresh, Deadline deadline) {
        var looks = folders(filter.subsystem(), deadline).stream()
                .<Supplier<Listing>>map(
                        folder -> () -> fresh ? listings.fresh(folder, deadline) : listings.recent(folder, deadline))
                .toList();
        var found = parallel.all(looks, deadline);
        var shown = found.stream()
                .flatMap(listing -> listing.bundles().stream())
                .filter(filter::shows)
                .sorted(StoredBundle.NEWEST_FIRST)
                .limit(limit + 1L)
                .toList();
        var oldest = found.stream().map(Listing::at).min(Instant::compareTo);
        return new Aged(BundlePage.of(installation.site(), shown, limit, found), oldest);
    }

    /** The newest authentic bundle of a subsystem. */
    public Inspection latest(SubsystemQuery query, Deadline deadline) {
        return query.choose(store.folders(deadline))
                .flatMap(folder -> newestAuthentic(folder, manifest -> true, deadline))
                .orElseThrow(() -> new RecoveryException(
                        Reason.BUNDLE_NOT_FOUND, "the store holds no authentic bundle of " + query));
    }

    /**
     * The newest bundle of a folder that is authentic and of a kind that is asked for: the one that was captured last, and
     * where that was sealed anew, the last of its seals.
     */
    public Optional<Inspection> newestAuthentic(SubsystemRef folder, Predicate<Manifest> wanted, Deadline deadline) {
        return newestAuthentic(listings.fresh(folder, deadline).bundles(), wanted, deadline);
    }

    /** The same among bundles that were listed, newest first. */
    public Optional<Inspection> newestAuthentic(
            List<StoredBundle> listed, Predicate<Manifest> wanted, Deadline deadline) {
        return new NewestSearch(bundle -> inspector.inspectIfThere(bundle, deadline), wanted).in(listed);
    }

    /** The newest authentic bundle of one installation in a folder. */
    public Optional<Inspection> newestOfLineage(SubsystemRef folder, String lineage, Deadline deadline) {
        return newestAuthentic(
                folder, manifest -> manifest.management().lineage().equals(lineage), deadline);
    }

    /** What a folder holds now, by its names alone. */
    public Holdings holdings(SubsystemRef folder, Deadline deadline) {
        var listing = listings.fresh(folder, deadline);
        return new Holdings(listing.bundles(), listing.foreign());
    }

    /** The bundles that a folder holds now, newest first. Their sizes may be out of date, so nothing may rely on them. */
    public List<StoredBundle> names(SubsystemRef folder, Deadline deadline) {
        return listings.names(folder, deadline).bundles();
    }

    /**
     * Reads a bundle: in two waits if namespace and cluster are named. If not, the store is searched for others of that id
     * while the one that is known is being read, which makes it three.
     */
    public Inspection get(SubsystemQuery query, BundleId id, Deadline deadline) {
        var wanted = new WantedBundle(query, id);
        var searching = parallel.start(() -> holders(wanted, deadline));
        var readings = new HashMap<SubsystemRef, Reading>();
        for (var folder : likelyHolders(wanted)) {
            readings.put(folder, new Reading(folder, id, deadline));
        }
        var holders = parallel.await(searching, deadline);
        if (holders.size() != 1) {
            return inspector.inspect(wanted.among(list(holders, deadline)), deadline);
        }
        return readings.computeIfAbsent(holders.get(0), folder -> new Reading(folder, id, deadline))
                .of(wanted);
    }

    /** Opens a bundle's file. */
    InputStream open(StoredBundle bundle, Deadline deadline) {
        return store.open(bundle.folder(), bundle.id().fileName(), deadline);
    }

    /** Begins to store a new bundle. */
    public BundleStore.Upload begin(SubsystemRef folder, Deadline deadline) {
        return store.begin(folder, deadline);
    }

    /** Stores a new bundle. */
    public void publish(BundleStore.Upload upload, SubsystemRef folder, BundleId id, byte[] file) {
        listings.forget(folder);
        try {
            upload.publish(id, file);
            listings.added(folder, id);
        } finally {
            listings.forget(folder);
        }
    }

    /** A bundle as callers see it. */
    public Bundle view(Inspection inspection) {
        var bundle = inspection.bundle();
        return Bundle.of(
                installation.site(), store.location(bundle.folder(), bundle.id().fileName()), inspection);
    }

    StoredBundle find(SubsystemQuery query, BundleId id, Deadline deadline) {
        var wanted = new WantedBundle(query, id);
        return wanted.among(list(holders(wanted, deadline), deadline));
    }

    /** The folders that hold the bundle, or that have to. */
    private List<SubsystemRef> holders(WantedBundle wanted, Deadline deadline) {
        return wanted.named()
                .orElseGet(() -> store.holding(wanted.id(), deadline).stream()
                        .filter(wanted.query()::matches)
                        .toList());
    }

    /** The same without asking the store. */
    private List<SubsystemRef> likelyHolders(WantedBundle wanted) {
        return wanted.named()
                .orElseGet(() -> listings.holding(wanted.id()).stream()
                        .filter(wanted.query()::matches)
                        .toList());
    }

    private List<StoredBundle> list(List<SubsystemRef> folders, Deadline deadline) {
        var looks = folders.stream()
                .<Supplier<Listing>>map(folder -> () -> listings.fresh(folder, deadline))
                .toList();
        return parallel.all(looks, deadline).stream()
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
        private final CompletableFuture<Optional<Inspection>> read;

        Reading(SubsystemRef folder, BundleId id, Deadline deadline) {
            this.deadline = deadline;
            this.listed = parallel.start(() -> listings.fresh(folder, deadline).bundles());
            this.read = parallel.start(() -> inspector.inspectIfThere(new StoredBundle(folder, id, 0), deadline));
        }

        Inspection of(WantedBundle wanted) {
            var bundle = wanted.among(parallel.await(listed, deadline));
            return parallel.await(read, deadline)
                    .map(inspection -> inspection.of(bundle))
                    .orElseThrow(wanted::notFound);
        }
    }

    /**
     * A page, and when the store was asked.
     *
     * @param at the oldest listing it was made from; empty where there was no folder
     */
    record Aged(BundlePage page, Optional<Instant> at) {}

    /**
     * What a folder holds.
     *
     * @param bundles the files named as bundles, newest first
     * @param foreign how many files are none
     */
    public record Holdings(List<StoredBundle> bundles, int foreign) {

        public Holdings {
            bundles = List.copyOf(bundles);
        }
    }
}
