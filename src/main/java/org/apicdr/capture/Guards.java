package org.apicdr.capture;

import java.util.List;
import java.util.stream.Collectors;
import org.apicdr.bundle.Inspection;
import org.apicdr.bundle.ManifestFile;
import org.apicdr.bundle.Place;
import org.apicdr.problem.Evidence;
import org.apicdr.problem.Reason;
import org.apicdr.problem.RecoveryException;
import org.apicdr.subsystem.Component;
import org.apicdr.subsystem.SubsystemSnapshot;

/** When a capture must not be stored. */
final class Guards {

    private Guards() {}

    /**
     * Refuses to write where a component keeps its own backups.
     *
     * @param place the server of the store
     * @param folder the folder of a subsystem on it
     */
    static void reserved(List<Component> components, Place place, String folder) {
        for (var component : components) {
            BackupPath.of(component)
                    .flatMap(path -> path.conflict(place, folder))
                    .ifPresent(conflict -> {
                        throw new RecoveryException(Reason.STORE_PATH_RESERVED, conflict);
                    });
        }
    }

    /** A new installation does not go on under the old name unless somebody says so. */
    static void identity(SubsystemSnapshot snapshot, History history, boolean adopt) {
        var lineage = snapshot.management().component().lineage();
        history.newest()
                .flatMap(Inspection::trusted)
                .map(ManifestFile::manifest)
                .filter(manifest -> !adopt && !manifest.management().lineage().equals(lineage))
                .ifPresent(manifest -> {
                    throw new RecoveryException(
                            Reason.SUBSYSTEM_IDENTITY_CHANGED,
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
    static void complete(SubsystemSnapshot snapshot, boolean force, boolean automatic) {
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
    static void healthy(SubsystemSnapshot snapshot, boolean force) {
        if (!force && !snapshot.healthy()) {
            var unhealthy = snapshot.components().stream()
                    .map(each -> each.component())
                    .filter(component -> !component.healthy())
                    .map(Component::health)
                    .collect(Collectors.joining("; "));
            throw new RecoveryException(
                    Reason.SUBSYSTEM_NOT_HEALTHY,
                    unhealthy + ": wait until it runs, or capture it as it is with \"force\": true");
        }
    }

    private static RecoveryException incomplete(SubsystemSnapshot snapshot, String remedy) {
        return new RecoveryException(
                Reason.SUBSYSTEM_INCOMPLETE,
                "%s lacks %s: %s".formatted(snapshot.ref(), String.join(", ", snapshot.missing()), remedy),
                Evidence.missing(snapshot.missing()));
    }
}
