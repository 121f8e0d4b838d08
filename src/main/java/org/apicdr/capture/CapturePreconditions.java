package org.apicdr.capture;

import java.util.List;
import java.util.stream.Collectors;
import org.apicdr.bundle.BundleInspection;
import org.apicdr.bundle.ManifestFile;
import org.apicdr.bundle.StoreAccount;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ErrorDetails;
import org.apicdr.core.ServiceException;
import org.apicdr.subsystem.SubsystemComponent;
import org.apicdr.subsystem.SubsystemSnapshot;

/** When a capture must not be stored. */
final class CapturePreconditions {

    private CapturePreconditions() {}

    /**
     * Refuses to write where a component keeps its own backups.
     *
     * @param storeAccount the server of the store
     * @param folder the folder of a subsystem on it
     */
    static void requireStoreOutsideBackupPath(
            List<SubsystemComponent> components, StoreAccount storeAccount, String folder) {
        for (var subsystemComponent : components) {
            BackupPath.of(subsystemComponent)
                    .flatMap(path -> path.conflict(storeAccount, folder))
                    .ifPresent(conflict -> {
                        throw new ServiceException(ErrorCode.STORE_PATH_RESERVED, conflict);
                    });
        }
    }

    /** A new installation does not go on under the old name unless somebody says so. */
    static void requireSameInstallation(SubsystemSnapshot snapshot, PreviousBundles previousBundles, boolean adopt) {
        var lineage = snapshot.management().component().lineage();
        previousBundles
                .newest()
                .flatMap(BundleInspection::trusted)
                .map(ManifestFile::manifest)
                .filter(manifest -> !adopt && !manifest.management().lineage().equals(lineage))
                .ifPresent(manifest -> {
                    throw new ServiceException(
                            ErrorCode.SUBSYSTEM_IDENTITY_CHANGED,
                            ("%s is a new installation (uid %s); the newest bundle %s is of %s. If that is meant,"
                                            + " capture with \"adopt\": true; after a recovery set spec.originalUID")
                                    .formatted(
                                            snapshot.ref(),
                                            lineage,
                                            manifest.id(),
                                            manifest.management().lineage()));
                });
    }

    /**
     * Refuses an incomplete subsystem, whose bundle does not suffice to recover. What a portal lacks does not stop a
     * capture that starts by itself: anyone who may make a PortalCluster could stop them all. The ManagementCluster's site
     * name is in the name of the bundle, so nothing is captured without it.
     */
    static void requireComplete(SubsystemSnapshot snapshot, boolean force, boolean automatic) {
        var management = snapshot.management().missing();
        if (management.contains("spec.siteName")) {
            throw incomplete(snapshot, "without a valid spec.siteName it cannot be named, forced or not");
        }
        var missing = automatic ? management : snapshot.missing();
        if (!missing.isEmpty() && !force) {
            throw incomplete(snapshot, "put it back, or capture what is there with \"force\": true");
        }
    }

    /** What an unsettled subsystem says of itself may be half a change. */
    static void requireHealthy(SubsystemSnapshot snapshot, boolean force) {
        if (!force && !snapshot.healthy()) {
            var unhealthy = snapshot.components().stream()
                    .map(each -> each.component())
                    .filter(subsystemComponent -> !subsystemComponent.healthy())
                    .map(SubsystemComponent::health)
                    .collect(Collectors.joining("; "));
            throw new ServiceException(
                    ErrorCode.SUBSYSTEM_NOT_HEALTHY,
                    unhealthy + ": wait until it runs, or capture it as it is with \"force\": true");
        }
    }

    private static ServiceException incomplete(SubsystemSnapshot snapshot, String remedy) {
        return new ServiceException(
                ErrorCode.SUBSYSTEM_INCOMPLETE,
                "%s lacks %s: %s".formatted(snapshot.ref(), String.join(", ", snapshot.missing()), remedy),
                ErrorDetails.missing(snapshot.missing()));
    }
}
