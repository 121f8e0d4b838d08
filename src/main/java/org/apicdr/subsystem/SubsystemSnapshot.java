package org.apicdr.subsystem;

import java.util.List;
import java.util.stream.Stream;

/**
 * A subsystem at one instant: between the first and the last read none of its resources changed.
 *
 * @param management its ManagementCluster
 * @param portals its PortalClusters
 * @param warnings what an operator should know although nothing is missing
 */
public record SubsystemSnapshot(ComponentSnapshot management, List<ComponentSnapshot> portals, List<String> warnings) {

    public SubsystemSnapshot {
        portals = List.copyOf(portals);
        warnings = List.copyOf(warnings);
    }

    public SubsystemRef ref() {
        return new SubsystemRef(
                management.component().namespace(), management.component().name());
    }

    /** The ManagementCluster, then the portals. */
    public List<ComponentSnapshot> components() {
        return Stream.concat(Stream.of(management), portals.stream()).toList();
    }

    /** The resources of all components. */
    public List<Component> resources() {
        return components().stream().map(ComponentSnapshot::component).toList();
    }

    /** All that is missing in any component. */
    public List<String> missing() {
        return components().stream()
                .flatMap(component -> component.missing().stream())
                .distinct()
                .toList();
    }

    public boolean healthy() {
        return components().stream().allMatch(snapshot -> snapshot.component().healthy());
    }
}
