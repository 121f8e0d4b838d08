package org.apicdr.subsystem;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one look at the API server showed.
 *
 * @param resources by kind, the resources of all namespaces that were looked at; a kind that is not installed is absent
 * @param warnings what could not be seen although it is not needed
 */
record Observation(Map<ResourceKind, List<ObjectNode>> resources, List<String> warnings) {

    Observation {
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

    List<Component> components(ResourceKind kind) {
        return resources.getOrDefault(kind, List.of()).stream()
                .map(resource -> new Component(kind, resource))
                .toList();
    }

    Optional<Component> management(SubsystemRef ref) {
        return components(ResourceKind.MANAGEMENT_CLUSTER).stream()
                .filter(component -> component.namespace().equals(ref.namespace())
                        && component.name().equals(ref.cluster()))
                .findFirst();
    }
}
