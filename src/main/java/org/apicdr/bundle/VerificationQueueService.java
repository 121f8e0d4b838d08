package org.apicdr.bundle;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.apicdr.core.Deadline;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ServiceException;
import org.apicdr.subsystem.SubsystemQuery;
import org.apicdr.subsystem.SubsystemRef;

/** Creates the verification queue of a subsystem. */
@ApplicationScoped
public class VerificationQueueService {

    private final BundleStore store;
    private final FolderListingCache folderListingCache;

    VerificationQueueService(BundleStore store, FolderListingCache folderListingCache) {
        this.store = store;
        this.folderListingCache = folderListingCache;
    }

    /**
     * Returns the bundles of the requested subsystem; never an empty queue.
     *
     * @throws ServiceException {@code BUNDLE_NOT_FOUND}, {@code SUBSYSTEM_AMBIGUOUS} or {@code STORE_UNAVAILABLE}
     */
    public VerificationQueue of(SubsystemQuery query, Deadline deadline) {
        return query.choose(folders(query, deadline))
                .map(folder -> new VerificationQueue(folder, folderListingCache.refresh(folder, deadline)))
                .filter(verificationQueue -> !verificationQueue.bundles().isEmpty())
                .orElseThrow(() -> new ServiceException(
                        ErrorCode.BUNDLE_NOT_FOUND, "The store holds no bundle of %s.".formatted(query)));
    }

    private List<SubsystemRef> folders(SubsystemQuery query, Deadline deadline) {
        return query.namespace() != null && query.cluster() != null
                ? List.of(new SubsystemRef(query.namespace(), query.cluster()))
                : store.folders(deadline);
    }
}
