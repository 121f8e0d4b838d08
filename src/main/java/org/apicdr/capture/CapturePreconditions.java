package org.apicdr.capture;

import java.util.stream.Collectors;
import org.apicdr.bundle.BundleInspection;
import org.apicdr.bundle.ManifestFile;
import org.apicdr.capture.StorePreparation.PreviousBundles;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ErrorDetails;
import org.apicdr.core.ServiceException;
import org.apicdr.subsystem.SubsystemComponent;
import org.apicdr.subsystem.SubsystemSnapshot;

/** The conditions that a capture must meet before it is stored. */
final class CapturePreconditions {

    private CapturePreconditions() {}

    /** Rejects a new installation under the name of a former one, unless the caller adopts it. */
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
                            ("%s is a new installation (uid %s), but the newest bundle %s is of %s. If this is intended,"
                                            + " capture with \"adopt\": true. After a recovery, set spec.originalUID.")
                                    .formatted(
                                            snapshot.ref(),
                                            lineage,
                                            manifest.id(),
                                            manifest.management().lineage()));
                });
    }

    /**
     * Rejects an incomplete subsystem, because its bundle does not suffice for a recovery. A missing object of a
     * portal does not stop an automatic capture: otherwise any user who may create a PortalCluster could stop all of
     * them. The site name of the ManagementCluster is part of the bundle name, so it is always required.
     */
    static void requireComplete(SubsystemSnapshot snapshot, boolean force, boolean automatic) {
        var management = snapshot.management().missing();
        if (management.contains("spec.siteName")) {
            throw incomplete(
                    snapshot, "A bundle cannot be named without a valid spec.siteName, even with \"force\": true.");
        }
        var missing = automatic ? management : snapshot.missing();
        if (!missing.isEmpty() && !force) {
            throw incomplete(snapshot, "Put it back, or capture the rest with \"force\": true.");
        }
    }

    /** Rejects an unhealthy subsystem, because its status may show a change that is not finished. */
    static void requireHealthy(SubsystemSnapshot snapshot, boolean allowUnhealthy) {
        if (!allowUnhealthy && !snapshot.healthy()) {
            var unhealthy = snapshot.components().stream()
                    .map(each -> each.component())
                    .filter(subsystemComponent -> !subsystemComponent.healthy())
                    .map(SubsystemComponent::health)
                    .collect(Collectors.joining("; "));
            throw new ServiceException(
                    ErrorCode.SUBSYSTEM_NOT_HEALTHY,
                    unhealthy + ". Wait until it runs, or capture it in this state with \"force\": true.");
        }
    }

    private static ServiceException incomplete(SubsystemSnapshot snapshot, String remedy) {
        return new ServiceException(
                ErrorCode.SUBSYSTEM_INCOMPLETE,
                "%s lacks %s. %s".formatted(snapshot.ref(), String.join(", ", snapshot.missing()), remedy),
                ErrorDetails.missing(snapshot.missing()));
    }
}
