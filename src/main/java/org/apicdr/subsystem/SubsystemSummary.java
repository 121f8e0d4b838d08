package org.apicdr.subsystem;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A subsystem that the service sees.
 *
 * @param cluster the name of its ManagementCluster
 * @param lineage {@code spec.originalUID}, else the uid: what stays the same through a recovery
 * @param siteName the database's site name; absent where the resource has none
 * @param version the version in force
 * @param healthy whether it and its portals run
 * @param health phase and state in words
 * @param portals the PortalClusters that belong to it
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@Schema(requiredProperties = {"namespace", "cluster", "uid", "lineage", "healthy", "health", "portals"})
public record SubsystemSummary(
        String namespace,
        String cluster,
        String uid,
        String lineage,
        String siteName,
        String version,
        boolean healthy,
        String health,
        @JsonInclude List<Portal> portals) {

    public SubsystemSummary {
        portals = List.copyOf(portals);
    }

    static SubsystemSummary of(Subsystem subsystem) {
        var management = subsystem.management();
        return new SubsystemSummary(
                management.namespace(),
                management.name(),
                management.uid(),
                management.lineage(),
                management.siteName(),
                management.version(),
                subsystem.components().stream().allMatch(Component::healthy),
                management.health(),
                subsystem.portals().stream().map(Portal::of).toList());
    }

    /** A PortalCluster of a subsystem. */
    public record Portal(String namespace, String name, String uid, String version, boolean healthy, String health) {

        static Portal of(Component portal) {
            return new Portal(
                    portal.namespace(),
                    portal.name(),
                    portal.uid(),
                    portal.version(),
                    portal.healthy(),
                    portal.health());
        }
    }
}
