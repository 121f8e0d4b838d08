package org.apicdr.subsystem;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One ManagementCluster and its PortalClusters.
 *
 * @param management the ManagementCluster
 * @param portals the PortalClusters that belong to it
 */
public record Subsystem(Component management, List<Component> portals) {

    public Subsystem {
        portals = List.copyOf(portals);
    }

    public SubsystemRef ref() {
        return new SubsystemRef(management.namespace(), management.name());
    }

    /** The ManagementCluster, then the portals. */
    public List<Component> components() {
        return Stream.concat(Stream.of(management), portals.stream()).toList();
    }

    /** By uid, what changes with every change of a resource. */
    Map<String, String> versions() {
        var versions = new HashMap<String, String>();
        components().forEach(component -> versions.put(component.uid(), component.resourceVersion()));
        return versions;
    }
}
