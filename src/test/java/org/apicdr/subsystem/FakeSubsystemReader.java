package org.apicdr.subsystem;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ServiceException;

/** Stands in for the API server. */
public class FakeSubsystemReader implements SubsystemReader {

    private final Map<ResourceKind, List<ObjectNode>> resources = new ConcurrentHashMap<>();
    private final Map<String, ObjectNode> secrets = new ConcurrentHashMap<>();
    private final Map<String, ObjectNode> configMaps = new ConcurrentHashMap<>();
    private final Map<ServedKind, List<String>> served = new ConcurrentHashMap<>();
    private final List<String> forbidden = new CopyOnWriteArrayList<>();

    public FakeSubsystemReader install(ResourceKind... kinds) {
        for (var kind : kinds) {
            resources.computeIfAbsent(kind, key -> new CopyOnWriteArrayList<>());
        }
        return this;
    }

    public FakeSubsystemReader add(SubsystemComponent subsystemComponent) {
        return add(subsystemComponent.kind(), subsystemComponent.resource());
    }

    public FakeSubsystemReader add(ResourceKind kind, ObjectNode resource) {
        install(kind);
        resources.getOrDefault(kind, List.of()).add(resource);
        return this;
    }

    /** Adds secrets of the namespace {@code apic}. */
    public FakeSubsystemReader addSecrets(String... names) {
        for (var name : names) {
            put(Samples.secret("apic", name));
        }
        return this;
    }

    public FakeSubsystemReader put(ObjectNode secret) {
        secrets.put(
                secret.at("/metadata/namespace").asText() + "/"
                        + secret.at("/metadata/name").asText(),
                secret);
        return this;
    }

    public FakeSubsystemReader putConfigMap(ObjectNode configMap) {
        configMaps.put(
                configMap.at("/metadata/namespace").asText() + "/"
                        + configMap.at("/metadata/name").asText(),
                configMap);
        return this;
    }

    /** Serves a kind that this service does not know, with resources of these names. */
    public FakeSubsystemReader serve(ServedKind kind, String... names) {
        served.put(kind, List.of(names));
        return this;
    }

    public FakeSubsystemReader remove(String namespace, String name) {
        secrets.remove(namespace + "/" + name);
        configMaps.remove(namespace + "/" + name);
        return this;
    }

    /** Sets what a path in a ManagementCluster leads to. */
    public FakeSubsystemReader change(String namespace, String name, String pointer, Object value) {
        for (var resource : resources.getOrDefault(ResourceKind.MANAGEMENT_CLUSTER, List.of())) {
            if (resource.at("/metadata/namespace").asText().equals(namespace)
                    && resource.at("/metadata/name").asText().equals(name)) {
                Samples.set(resource, pointer, value);
            }
        }
        return this;
    }

    /** Refuses a secret, or a kind by its name. */
    public FakeSubsystemReader forbid(String... names) {
        forbidden.addAll(List.of(names));
        return this;
    }

    @Override
    public Optional<Instant> time() {
        return Optional.empty();
    }

    @Override
    public String defaultNamespace() {
        return "apic";
    }

    @Override
    public Optional<List<ObjectNode>> list(ResourceKind kind, String namespace) {
        refuse(kind.toString());
        return Optional.ofNullable(resources.get(kind))
                .map(all -> new ArrayList<>(all.stream()
                        .filter(resource ->
                                resource.at("/metadata/namespace").asText().equals(namespace))
                        .map(ObjectNode::deepCopy)
                        .toList()));
    }

    @Override
    public Optional<ObjectNode> secret(String namespace, String name) {
        refuse(name);
        return Optional.ofNullable(secrets.get(namespace + "/" + name)).map(ObjectNode::deepCopy);
    }

    @Override
    public Optional<ObjectNode> configMap(String namespace, String name) {
        refuse(name);
        return Optional.ofNullable(configMaps.get(namespace + "/" + name)).map(ObjectNode::deepCopy);
    }

    @Override
    public List<String> servedGroups() {
        return served.keySet().stream()
                .map(kind -> kind.group() + "/" + kind.version())
                .distinct()
                .toList();
    }

    @Override
    public List<ServedKind> servedKinds(String groupVersion) {
        return served.keySet().stream()
                .filter(kind -> groupVersion.equals(kind.group() + "/" + kind.version()))
                .toList();
    }

    @Override
    public List<String> names(ServedKind kind, String namespace) {
        refuse(kind.toString());
        return served.getOrDefault(kind, List.of());
    }

    private void refuse(String name) {
        if (forbidden.contains(name)) {
            throw new ServiceException(ErrorCode.CLUSTER_FORBIDDEN, "grant get on " + name);
        }
    }
}
