package org.apicdr.recovery.restoration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apicdr.core.Deadline;
import org.apicdr.core.ParallelExecutor;
import org.apicdr.subsystem.ResourceKind;
import org.apicdr.subsystem.SubsystemReader;
import org.apicdr.verification.RestoreObject;

/** The objects of a bundle on the API server, read once, in parallel. */
final class LiveResources {

    private final Map<RestoreObject, Optional<ObjectNode>> data = new HashMap<>();
    private final Map<String, List<ObjectNode>> resources = new HashMap<>();

    private LiveResources() {}

    /**
     * Reads the objects, and the resources and restores in the namespaces of the bundle.
     *
     * @throws org.apicdr.core.ServiceException {@code CLUSTER_UNAVAILABLE} or {@code CLUSTER_FORBIDDEN}
     */
    static LiveResources read(
            RestorableBundle bundle, SubsystemReader reader, ParallelExecutor executor, Deadline deadline) {
        var live = new LiveResources();
        var objects = bundle.data();
        var reads = new ArrayList<Supplier<List<ObjectNode>>>();
        objects.forEach(object -> reads.add(() -> read(object, reader).stream().toList()));
        var keys = new ArrayList<String>();
        var management = bundle.management().namespace();
        var kinds = new ArrayList<>(List.of(ResourceKind.MANAGEMENT_CLUSTER, ResourceKind.MANAGEMENT_RESTORE));
        if (!bundle.isEdb()) {
            kinds.add(ResourceKind.MANAGEMENT_BACKUP);
        }
        kinds.forEach(kind -> list(kind, management, reader, keys, reads));
        bundle.portals().forEach(portal -> {
            list(ResourceKind.PORTAL_CLUSTER, portal.namespace(), reader, keys, reads);
            list(ResourceKind.PORTAL_RESTORE, portal.namespace(), reader, keys, reads);
        });
        bundle.resources()
                .forEach(object -> ResourceKind.ofKind(object.kind())
                        .ifPresent(kind -> list(kind, object.source(), reader, keys, reads)));
        var found = executor.all(reads, deadline);
        for (int i = 0; i < objects.size(); i++) {
            live.data.put(objects.get(i), found.get(i).stream().findFirst());
        }
        for (int i = 0; i < keys.size(); i++) {
            live.resources.put(keys.get(i), found.get(objects.size() + i));
        }
        return live;
    }

    Optional<ObjectNode> data(RestoreObject object) {
        return data.getOrDefault(object, Optional.empty());
    }

    List<ObjectNode> all(ResourceKind kind, String namespace) {
        return resources.getOrDefault(key(kind, namespace), List.of());
    }

    Optional<ObjectNode> resource(String kind, String namespace, String name) {
        return ResourceKind.ofKind(kind).stream()
                .flatMap(known -> all(known, namespace).stream())
                .filter(resource -> name(resource).equals(name))
                .findFirst();
    }

    static String name(JsonNode resource) {
        return resource.at("/metadata/name").asText();
    }

    private static void list(
            ResourceKind kind,
            String namespace,
            SubsystemReader reader,
            List<String> keys,
            List<Supplier<List<ObjectNode>>> reads) {
        if (!keys.contains(key(kind, namespace))) {
            keys.add(key(kind, namespace));
            reads.add(() -> reader.list(kind, namespace).orElse(List.of()));
        }
    }

    private static Optional<ObjectNode> read(RestoreObject object, SubsystemReader reader) {
        return object.kind().equals("Secret")
                ? reader.secret(object.source(), object.name())
                : reader.configMap(object.source(), object.name());
    }

    private static String key(ResourceKind kind, String namespace) {
        return kind + " " + namespace;
    }
}
