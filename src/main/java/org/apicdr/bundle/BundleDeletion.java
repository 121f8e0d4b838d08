package org.apicdr.bundle;

import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import org.apicdr.core.Deadline;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ServiceException;
import org.apicdr.subsystem.SubsystemQuery;

/** Deletes bundles. The newest authentic bundle of a lineage is deleted only if the caller forces it. */
@ApplicationScoped
public class BundleDeletion {

    private final BundleService bundleService;
    private final BundleStore store;
    private final BundleInspector bundleInspector;
    private final VerdictStore verdicts;

    BundleDeletion(
            BundleService bundleService, BundleStore store, BundleInspector bundleInspector, VerdictStore verdicts) {
        this.bundleService = bundleService;
        this.store = store;
        this.bundleInspector = bundleInspector;
        this.verdicts = verdicts;
    }

    /**
     * Deletes a bundle and returns it.
     *
     * @throws ServiceException {@code BUNDLE_NOT_FOUND}; {@code LAST_GOOD_BUNDLE} if it is the newest authentic one of
     *     its lineage and {@code force} is false; {@code STORE_APPEND_ONLY}
     */
    public StoredBundle delete(SubsystemQuery query, BundleId id, boolean force, Deadline deadline) {
        var bundle = bundleService.find(query, id, deadline);
        if (!force) {
            bundleInspector
                    .inspect(bundle, deadline)
                    .trusted()
                    .ifPresent(file -> requireNotNewestAuthentic(bundle, file.manifest(), deadline));
        }
        store.delete(bundle.folder(), id, deadline);
        Log.infof("Deleted bundle %s", id);
        verdicts.forget(bundle, deadline);
        return bundle;
    }

    private void requireNotNewestAuthentic(StoredBundle bundle, Manifest manifest, Deadline deadline) {
        var lineage = manifest.management().lineage();
        bundleService
                .newestOfLineage(bundle.folder(), lineage, deadline)
                .filter(newest -> newest.bundle().id().equals(bundle.id()))
                .ifPresent(newest -> {
                    throw new ServiceException(
                            ErrorCode.LAST_GOOD_BUNDLE,
                            ("%s is the newest authentic bundle of its installation. Capture another one first, or"
                                            + " delete it with ?force=true.")
                                    .formatted(bundle.id()));
                });
    }
}
