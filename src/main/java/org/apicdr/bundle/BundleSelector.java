package org.apicdr.bundle;

import java.util.List;
import java.util.Optional;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ServiceException;
import org.apicdr.subsystem.SubsystemQuery;
import org.apicdr.subsystem.SubsystemRef;

/**
 * The bundle that a caller requested.
 *
 * @param query the requested subsystem
 * @param id the bundle's id
 */
record BundleSelector(SubsystemQuery query, BundleId id) {

    /**
     * Returns the folder that the caller named, or an empty list if it cannot contain a bundle of that id. Returns
     * empty if the caller did not name a folder.
     */
    Optional<List<SubsystemRef>> namedFolder() {
        if (query.namespace() == null || query.cluster() == null) {
            return Optional.empty();
        }
        var folder = new SubsystemRef(query.namespace(), query.cluster());
        return Optional.of(id.siteName(folder.cluster()).isEmpty() ? List.of() : List.of(folder));
    }

    /**
     * Selects the requested bundle from a listing.
     *
     * @throws ServiceException {@code BUNDLE_NOT_FOUND}, {@code SUBSYSTEM_AMBIGUOUS}, or {@code FORBIDDEN} if the
     *     caller is not authorized for its namespace
     */
    StoredBundle selectFrom(List<StoredBundle> listed) {
        var found = listed.stream().filter(bundle -> bundle.id().equals(id)).toList();
        var bundle = query.choose(found.stream().map(StoredBundle::folder).toList())
                .flatMap(folder -> found.stream().findFirst())
                .orElseThrow(this::notFound);
        query.scope().require(bundle.folder().namespace());
        return bundle;
    }

    ServiceException notFound() {
        return new ServiceException(ErrorCode.BUNDLE_NOT_FOUND, "The store holds no bundle %s.".formatted(id));
    }
}
