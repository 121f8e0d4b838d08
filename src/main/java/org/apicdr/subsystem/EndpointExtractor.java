package org.apicdr.subsystem;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Finds every endpoint of a resource: each {@code spec.*Endpoint.hosts[].name}, including nested ones. */
final class EndpointExtractor {

    private static final String SUFFIX = "Endpoint";

    private final SortedMap<String, List<String>> hosts = new TreeMap<>();

    private EndpointExtractor() {}

    /** Returns host names by endpoint, for example {@code apiManager} or {@code testAndMonitor.hub}. */
    static SortedMap<String, List<String>> of(SubsystemComponent subsystemComponent) {
        var endpointExtractor = new EndpointExtractor();
        endpointExtractor.search("", subsystemComponent.resource().path("spec"));
        return endpointExtractor.hosts;
    }

    private void search(String prefix, JsonNode node) {
        for (var field : node.properties()) {
            var key = field.getKey();
            if (key.endsWith(SUFFIX) && field.getValue().path("hosts").isArray()) {
                add(prefix + key.substring(0, key.length() - SUFFIX.length()), field.getValue());
            } else {
                search(prefix + key + ".", field.getValue());
            }
        }
        if (node.isArray()) {
            node.forEach(element -> search(prefix, element));
        }
    }

    private void add(String endpoint, JsonNode value) {
        for (var host : value.path("hosts")) {
            if (host.path("name").isTextual()) {
                hosts.computeIfAbsent(endpoint, name -> new ArrayList<>())
                        .add(host.path("name").textValue());
            }
        }
    }
}
