package org.apicdr.subsystem;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The resources that the API server returned at one time.
 *
 * @param resources the resources of all namespaces, by kind; a kind that is not installed is absent
 * @param warnings optional resources that could not be read
 */
record ClusterResources(Map<ResourceKind, List<ObjectNode>> resources, List<String> warnings) {

    ClusterResources {
        resources = Map.copyOf(resources);
        warnings = List.copyOf(warnings);
    }

    boolean installed(ResourceKind kind) {
        return resources.containsKey(kind);
    }

    List<ObjectNode> of(ResourceKind kind, String namespace) {
        return resources.getOrDefault(kind, List.of()).stream()
                .filter(resource -> resource.at("/metadata/namespace").asText().equals(namespace))
                .toList();
    }

    List<SubsystemComponent> components(ResourceKind kind) {
        return resources.getOrDefault(kind, List.of()).stream()
                .map(resource -> new SubsystemComponent(kind, resource))
                .toList();
    }

    Optional<SubsystemComponent> management(SubsystemRef ref) {
        return components(ResourceKind.MANAGEMENT_CLUSTER).stream()
                .filter(subsystemComponent -> subsystemComponent.namespace().equals(ref.namespace())
                        && subsystemComponent.name().equals(ref.cluster()))
                .findFirst();
    }
}
