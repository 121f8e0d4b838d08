package org.apicdr.bundle;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.apicdr.problem.Reason;
import org.apicdr.problem.RecoveryException;
import org.apicdr.request.Deadline;
import org.apicdr.subsystem.SubsystemQuery;
import org.apicdr.subsystem.SubsystemRef;

/** Finds out which bundles of a subsystem have waited longest for a verification. */
@ApplicationScoped
public class Backlogs {

    private final BundleStore store;
    private final Listings listings;

    Backlogs(BundleStore store, Listings listings) {
        this.store = store;
        this.listings = listings;
    }

    /**
     * The bundles of the one subsystem that is meant; never none.
     *
     * @throws RecoveryException {@code BUNDLE_NOT_FOUND}, {@code SUBSYSTEM_AMBIGUOUS} or {@code STORE_UNAVAILABLE}
     */
    public Backlog of(SubsystemQuery query, Deadline deadline) {
        return query.choose(folders(query, deadline))
                .map(folder -> new Backlog(folder, listings.fresh(folder, deadline)))
                .filter(backlog -> !backlog.bundles().isEmpty())
                .orElseThrow(
                        () -> new RecoveryException(Reason.BUNDLE_NOT_FOUND, "the store holds no bundle of " + query));
    }

    private List<SubsystemRef> folders(SubsystemQuery query, Deadline deadline) {
        return query.namespace() != null && query.cluster() != null
                ? List.of(new SubsystemRef(query.namespace(), query.cluster()))
                : store.folders(deadline);
    }
}
