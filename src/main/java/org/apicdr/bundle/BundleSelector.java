package org.apicdr.bundle;

import java.util.List;
import java.util.Optional;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ServiceException;
import org.apicdr.subsystem.SubsystemQuery;
import org.apicdr.subsystem.SubsystemRef;

/**
 * One bundle that a caller asks for.
 *
 * @param query the subsystem that he means
 * @param id the bundle's id
 */
record BundleSelector(SubsystemQuery query, BundleId id) {

    /** The folder that the caller names, or none if it cannot hold a bundle of that id; empty if the caller names no folder. */
    Optional<List<SubsystemRef>> named() {
        if (query.namespace() == null || query.cluster() == null) {
            return Optional.empty();
        }
        var folder = new SubsystemRef(query.namespace(), query.cluster());
        return Optional.of(id.siteName(folder.cluster()).isEmpty() ? List.of() : List.of(folder));
    }

    /**
     * The one among others.
     *
     * @throws ServiceException {@code BUNDLE_NOT_FOUND}, {@code SUBSYSTEM_AMBIGUOUS}, or {@code FORBIDDEN} where the caller
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

    ServiceException notFound() {
        return new ServiceException(ErrorCode.BUNDLE_NOT_FOUND, "the store holds no bundle " + id);
    }
}
