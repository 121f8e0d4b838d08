package org.apicdr.bundle;

import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import org.apicdr.problem.Reason;
import org.apicdr.problem.RecoveryException;
import org.apicdr.request.Deadline;
import org.apicdr.subsystem.SubsystemQuery;

/** The removal of a bundle; the newest that a recovery could trust goes only where somebody insists. */
@ApplicationScoped
class BundleDeletion {

    private final Bundles bundles;
    private final BundleStore store;
    private final Inspector inspector;
    private final RememberedVerdicts verdicts;

    BundleDeletion(Bundles bundles, BundleStore store, Inspector inspector, RememberedVerdicts verdicts) {
        this.bundles = bundles;
        this.store = store;
        this.inspector = inspector;
        this.verdicts = verdicts;
    }

    /**
     * Removes a bundle; tells which it was.
     *
     * @throws RecoveryException {@code BUNDLE_NOT_FOUND}; {@code LAST_GOOD_BUNDLE} where it is the newest authentic one
     *     of its lineage and nobody insists; {@code STORE_APPEND_ONLY}
     */
    StoredBundle delete(SubsystemQuery query, BundleId id, boolean force, Deadline deadline) {
        var bundle = bundles.find(query, id, deadline);
        if (!force) {
            inspector.inspect(bundle, deadline).trusted().ifPresent(file -> guard(bundle, file.manifest(), deadline));
        }
        store.delete(bundle.folder(), id, deadline);
        Log.infof("deleted %s", id);
        verdicts.forget(bundle, deadline);
        return bundle;
    }

    private void guard(StoredBundle bundle, Manifest manifest, Deadline deadline) {
        var lineage = manifest.management().lineage();
        bundles.newestOfLineage(bundle.folder(), lineage, deadline)
                .filter(newest -> newest.bundle().id().equals(bundle.id()))
                .ifPresent(newest -> {
                    throw new RecoveryException(
                            Reason.LAST_GOOD_BUNDLE,
                            ("%s is the newest authentic bundle of its installation: capture another one first, or"
                                            + " delete it with ?force=true")
                                    .formatted(bundle.id()));
                });
    }
}
