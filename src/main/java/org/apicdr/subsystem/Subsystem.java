package org.apicdr.subsystem;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One ManagementCluster and the resources that are recovered with it.
 *
 * @param management the ManagementCluster
 * @param portals the PortalClusters that belong to it
 * @param others the DevPortalClusters and WMAPIGatewayClusters that belong to it, and the APIConnectCluster that owns
 *     it
 */
public record Subsystem(
        SubsystemComponent management, List<SubsystemComponent> portals, List<SubsystemComponent> others) {

    public Subsystem {
        portals = List.copyOf(portals);
        others = List.copyOf(others);
    }

    public SubsystemRef ref() {
        return new SubsystemRef(management.namespace(), management.name());
    }

    /** Returns the ManagementCluster, then the portals. */
    public List<SubsystemComponent> components() {
        return Stream.concat(Stream.of(management), portals.stream()).toList();
    }

    /** Returns the ManagementCluster, the portals, and the others. */
    public List<SubsystemComponent> all() {
        return Stream.concat(components().stream(), others.stream()).toList();
    }

    /**
     * Returns, by uid, a value that changes with each change of a resource. For an APIConnectCluster only the spec
     * counts, because its status also changes with subsystems that are not captured.
     */
    Map<String, String> versions() {
        var versions = new HashMap<String, String>();
        all().forEach(subsystemComponent -> versions.put(subsystemComponent.uid(), version(subsystemComponent)));
        return versions;
    }

    private static String version(SubsystemComponent subsystemComponent) {
        var generation = subsystemComponent.resource().at("/metadata/generation");
        return subsystemComponent.kind() == ResourceKind.API_CONNECT_CLUSTER && generation.isNumber()
                ? generation.asText()
                : subsystemComponent.resourceVersion();
    }
}
