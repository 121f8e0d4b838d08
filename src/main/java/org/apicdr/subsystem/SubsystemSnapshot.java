package org.apicdr.subsystem;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A consistent state of a subsystem: none of its resources changed while it was read.
 *
 * @param management its ManagementCluster
 * @param portals its PortalClusters
 * @param others its DevPortalClusters and WMAPIGatewayClusters, and the APIConnectCluster that owns it
 * @param warnings notes for the operator although nothing is missing
 */
public record SubsystemSnapshot(
        ComponentSnapshot management,
        List<ComponentSnapshot> portals,
        List<ComponentSnapshot> others,
        List<String> warnings) {

    public SubsystemSnapshot {
        portals = List.copyOf(portals);
        others = List.copyOf(others);
        warnings = List.copyOf(warnings);
    }

    /** Returns the same snapshot with additional warnings. */
    public SubsystemSnapshot with(List<String> more) {
        return new SubsystemSnapshot(
                management,
                portals,
                others,
                Stream.concat(warnings.stream(), more.stream()).toList());
    }

    public SubsystemRef ref() {
        return new SubsystemRef(
                management.component().namespace(), management.component().name());
    }

    /** Returns the ManagementCluster, the portals, and the others. */
    public List<ComponentSnapshot> components() {
        return Stream.of(List.of(management), portals, others)
                .flatMap(List::stream)
                .toList();
    }

    /** Returns the components that have backups: the ManagementCluster and the portals. */
    public List<ComponentSnapshot> backedUp() {
        return Stream.concat(Stream.of(management), portals.stream()).toList();
    }

    /** Returns the APIConnectCluster that owns the ManagementCluster or a portal. */
    public Optional<ComponentSnapshot> owner() {
        return others.stream()
                .filter(other -> other.component().kind() == ResourceKind.API_CONNECT_CLUSTER)
                .findFirst();
    }

    /** Returns the resources of all components. */
    public List<SubsystemComponent> resources() {
        return components().stream().map(ComponentSnapshot::component).toList();
    }

    /** Returns the missing objects of all components. */
    public List<String> missing() {
        return components().stream()
                .flatMap(component -> component.missing().stream())
                .distinct()
                .toList();
    }

    /** Returns whether a bundle of it is dirty: a component is not healthy, or something is missing. */
    public boolean dirty() {
        return !healthy() || !missing().isEmpty();
    }

    public boolean healthy() {
        return components().stream().allMatch(snapshot -> snapshot.component().healthy());
    }
}
