package org.apicdr.bundle;

import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import org.apicdr.core.Deadline;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ServiceException;
import org.apicdr.subsystem.SubsystemQuery;

/** The removal of a bundle; the newest that a recovery could trust goes only where somebody insists. */
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
     * Removes a bundle; tells which it was.
     *
     * @throws ServiceException {@code BUNDLE_NOT_FOUND}; {@code LAST_GOOD_BUNDLE} where it is the newest authentic one
     *     of its lineage and nobody insists; {@code STORE_APPEND_ONLY}
     */
    public StoredBundle delete(SubsystemQuery query, BundleId id, boolean force, Deadline deadline) {
        var bundle = bundleService.find(query, id, deadline);
        if (!force) {
            bundleInspector
                    .inspect(bundle, deadline)
                    .trusted()
                    .ifPresent(file -> guard(bundle, file.manifest(), deadline));
        }
        store.delete(bundle.folder(), id, deadline);
        Log.infof("deleted %s", id);
        verdicts.forget(bundle, deadline);
        return bundle;
    }

    private void guard(StoredBundle bundle, Manifest manifest, Deadline deadline) {
        var lineage = manifest.management().lineage();
        bundleService
                .newestOfLineage(bundle.folder(), lineage, deadline)
                .filter(newest -> newest.bundle().id().equals(bundle.id()))
                .ifPresent(newest -> {
                    throw new ServiceException(
                            ErrorCode.LAST_GOOD_BUNDLE,
                            ("%s is the newest authentic bundle of its installation: capture another one first, or"
                                            + " delete it with ?force=true")
                                    .formatted(bundle.id()));
                });
    }
}
