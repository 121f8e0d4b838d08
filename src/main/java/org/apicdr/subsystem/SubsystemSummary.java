package org.apicdr.subsystem;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A visible subsystem.
 *
 * @param cluster the name of its ManagementCluster
 * @param lineage {@code spec.originalUID}, else the uid; survives a recovery
 * @param siteName the database's site name; absent if the resource has none
 * @param version the reconciled version
 * @param healthy whether it, its portals and the others are healthy
 * @param health phase and state as text
 * @param portals the PortalClusters that belong to it
 * @param others the DevPortalClusters and WMAPIGatewayClusters that belong to it, and the APIConnectCluster that owns
 *     it
 * @param references every field of the ManagementCluster that names an object, and how a capture would treat the
 *     object
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@Schema(
        name = "SubsystemSummary",
        requiredProperties = {"namespace", "cluster", "uid", "lineage", "healthy", "health", "portals", "references"})
public record SubsystemSummary(
        String namespace,
        String cluster,
        String uid,
        String lineage,
        String siteName,
        String version,
        boolean healthy,
        String health,
        @JsonInclude List<Portal> portals,
        List<Other> others,
        @JsonInclude List<ReferencedObject> references) {

    public SubsystemSummary {
        portals = List.copyOf(portals);
        others = List.copyOf(others);
        references = List.copyOf(references);
    }

    /**
     * Returns the summary of a subsystem.
     *
     * @param references the references of each resource, by its uid
     */
    public static SubsystemSummary of(Subsystem subsystem, Map<String, List<ReferencedObject>> references) {
        var management = subsystem.management();
        return new SubsystemSummary(
                management.namespace(),
                management.name(),
                management.uid(),
                management.lineage(),
                management.siteName(),
                management.version(),
                subsystem.all().stream().allMatch(SubsystemComponent::healthy),
                management.health(),
                subsystem.portals().stream()
                        .map(portal -> Portal.of(portal, references(portal, references)))
                        .toList(),
                subsystem.others().stream()
                        .map(other -> Other.of(other, references(other, references)))
                        .toList(),
                references(management, references));
    }

    private static List<ReferencedObject> references(
            SubsystemComponent subsystemComponent, Map<String, List<ReferencedObject>> references) {
        return references.getOrDefault(subsystemComponent.uid(), List.of());
    }

    /** A DevPortalCluster, a WMAPIGatewayCluster or an APIConnectCluster. */
    @Schema(name = "SubsystemPart")
    public record Other(
            String kind,
            String namespace,
            String name,
            String uid,
            String version,
            boolean healthy,
            List<ReferencedObject> references) {

        public Other {
            references = List.copyOf(references);
        }

        static Other of(SubsystemComponent other, List<ReferencedObject> references) {
            return new Other(
                    other.kind().kind(),
                    other.namespace(),
                    other.name(),
                    other.uid(),
                    other.version(),
                    other.healthy(),
                    references);
        }
    }

    /** A PortalCluster of a subsystem. */
    @Schema(name = "Portal")
    public record Portal(
            String namespace,
            String name,
            String uid,
            String version,
            boolean healthy,
            String health,
            List<ReferencedObject> references) {

        public Portal {
            references = List.copyOf(references);
        }

        static Portal of(SubsystemComponent portal, List<ReferencedObject> references) {
            return new Portal(
                    portal.namespace(),
                    portal.name(),
                    portal.uid(),
                    portal.version(),
                    portal.healthy(),
                    portal.health(),
                    references);
        }
    }
}
