package org.apicdr.bundle;

import java.util.List;
import org.apicdr.problem.Reason;
import org.apicdr.problem.RecoveryException;
import org.apicdr.subsystem.SubsystemQuery;
import org.apicdr.subsystem.SubsystemRef;

/**
 * One bundle that a caller asks for.
 *
 * @param query the subsystem that he means
 * @param id the bundle's id
 */
record WantedBundle(SubsystemQuery query, BundleId id) {

    /** Whether a folder may hold a bundle of that id. */
    boolean fits(SubsystemRef folder) {
        return !id.siteName(folder.cluster()).isEmpty();
    }

    /**
     * The one among others.
     *
     * @throws RecoveryException {@code BUNDLE_NOT_FOUND}, {@code SUBSYSTEM_AMBIGUOUS}, or {@code FORBIDDEN} where the caller
     *     may know of it and no more
     */
    StoredBundle among(List<StoredBundle> listed) {
        var found = listed.stream().filter(bundle -> bundle.id().equals(id)).toList();
        var bundle = query.choose(found.stream().map(StoredBundle::folder).toList())
                .flatMap(folder -> found.stream().findFirst())
                .orElseThrow(this::notFound);
        query.scope().require(bundle.folder().namespace());
        return bundle;
    }

    RecoveryException notFound() {
        return new RecoveryException(Reason.BUNDLE_NOT_FOUND, "the store holds no bundle " + id);
    }
}
