package org.apicdr.capture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apicdr.bundle.CorruptBundleException;
import org.apicdr.bundle.Payload;
import org.apicdr.bundle.PayloadPaths;
import org.apicdr.bundle.Yaml;
import org.apicdr.subsystem.ComponentSnapshot;
import org.apicdr.subsystem.SubsystemComponent;
import org.apicdr.subsystem.SubsystemSnapshot;

/** Turns a snapshot into the files of a payload, and checks a packed payload against the snapshot. */
final class PayloadBuilder {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Map<String, byte[]> files = new TreeMap<>();
    private final List<String> warnings = new ArrayList<>();

    /** The affected resources by removed label or annotation. */
    private final Map<String, SortedSet<String>> marks = new TreeMap<>();

    private PayloadBuilder() {}

    static PayloadWithWarnings build(SubsystemSnapshot snapshot) {
        var builder = new PayloadBuilder();
        snapshot.components().forEach(builder::add);
        builder.addRecoveryResources(snapshot);
        builder.warnAboutRemovedMarks();
        return new PayloadWithWarnings(new Payload(builder.files), builder.warnings);
    }

    private void add(ComponentSnapshot snapshot) {
        var subsystemComponent = snapshot.component();
        var folder = folder(subsystemComponent);
        var kind = subsystemComponent.kind().kind();
        for (var secret : snapshot.secrets()) {
            files.put(PayloadPaths.secret(folder, secret.ref().name()), clean(secret.resource()));
        }
        for (var configMap : snapshot.configMaps()) {
            files.put(PayloadPaths.configMap(folder, configMap.name()), clean(configMap.resource()));
        }
        files.put(folder + PayloadPaths.ENDPOINTS, Yaml.write(MAPPER.valueToTree(snapshot.endpoints())));
        files.put(folder + PayloadPaths.SETTINGS, Yaml.write(snapshot.settings()));
        files.put(PayloadPaths.resource(folder, kind), clean(subsystemComponent.resource()));
        if (subsystemComponent.hasBackups()) {
            files.put(folder + PayloadPaths.backups(kind), Yaml.write(backups(snapshot)));
        }
    }

    /** Adds the resources to create in a recovery. An APIConnectCluster replaces the resources that it owns. */
    private void addRecoveryResources(SubsystemSnapshot snapshot) {
        for (var component : snapshot.components()) {
            if (snapshot.owner()
                    .filter(owner -> owner.component().owns(component.component()))
                    .isPresent()) {
                continue;
            }
            var recovery = new RecoveryCustomResource(component, snapshot);
            var folder = folder(component.component());
            files.put(
                    PayloadPaths.recoveryResource(
                            folder, component.component().kind().kind()),
                    recovery.yaml());
            warnings.addAll(recovery.warnings());
        }
    }

    private static String folder(SubsystemComponent subsystemComponent) {
        return PayloadPaths.folder(
                subsystemComponent.kind().kind(), subsystemComponent.namespace(), subsystemComponent.name());
    }

    private byte[] clean(ObjectNode resource) {
        var clean = SanitizedResource.of(resource);
        clean.unknown().stream()
                .map(field -> "%s %s has the metadata field %s, which is unknown to this version. It was kept."
                        .formatted(
                                resource.path("kind").asText(),
                                resource.at("/metadata/name").asText(),
                                field))
                .forEach(warnings::add);
        clean.marks()
                .forEach(mark -> marks.computeIfAbsent(mark, key -> new TreeSet<>())
                        .add("%s %s"
                                .formatted(
                                        resource.path("kind").asText(),
                                        resource.at("/metadata/name").asText())));
        return Yaml.write(clean.resource());
    }

    private void warnAboutRemovedMarks() {
        marks.forEach((mark, resources) -> warnings.add(
                "%s was removed from %s, so that the tool that set it does not delete or overwrite the resources that a recovery creates."
                        .formatted(mark, String.join(", ", resources))));
    }

    private static ObjectNode backups(ComponentSnapshot snapshot) {
        var list = JsonNodeFactory.instance.objectNode();
        var items = list.putArray(PayloadPaths.BACKUPS);
        for (var backup : snapshot.backups()) {
            var item = items.addObject();
            item.set("kind", backup.path("kind"));
            item.set("name", backup.at("/metadata/name"));
            item.set("spec", backup.path("spec"));
            item.set("status", backup.path("status"));
        }
        return list;
    }

    /**
     * Requires a payload to contain what was read, and its tar to contain the payload, so that an error is found before it
     * is sealed.
     *
     * @param packed the payload as gzipped tar
     * @throws IllegalStateException if it differs
     */
    static void requireSame(byte[] packed, Payload payload, SubsystemSnapshot snapshot) {
        snapshot.components().forEach(component -> requireSame(payload, component));
        var unpacked = unpack(packed);
        if (!unpacked.entries().keySet().equals(payload.entries().keySet())) {
            throw new IllegalStateException("The packed payload does not have the entries of the new payload.");
        }
        unpacked.entries().forEach((name, content) -> {
            if (!Arrays.equals(content, payload.entries().get(name))) {
                throw new IllegalStateException("%s differs in the packed payload.".formatted(name));
            }
        });
    }

    private static Payload unpack(byte[] packed) {
        try {
            return Payload.unpack(new ByteArrayInputStream(packed));
        } catch (CorruptBundleException | IOException e) {
            throw new IllegalStateException("The new payload cannot be unpacked.", e);
        }
    }

    private static void requireSame(Payload payload, ComponentSnapshot snapshot) {
        var folder = folder(snapshot.component());
        for (var secret : snapshot.secrets()) {
            var name = secret.ref().name();
            var packed = read(payload, PayloadPaths.secret(folder, name));
            requireSame(name, packed.path("data"), secret.resource().path("data"));
            requireSame(name, packed.path("type"), secret.resource().path("type"));
            requireSame(name, packed.at("/metadata/name"), secret.resource().at("/metadata/name"));
        }
        for (var configMap : snapshot.configMaps()) {
            var packed = read(payload, PayloadPaths.configMap(folder, configMap.name()));
            requireSame(
                    configMap.name(), packed.path("data"), configMap.resource().path("data"));
            requireSame(
                    configMap.name(),
                    packed.path("binaryData"),
                    configMap.resource().path("binaryData"));
            requireSame(
                    configMap.name(),
                    packed.at("/metadata/name"),
                    configMap.resource().at("/metadata/name"));
        }
        requireSame(PayloadPaths.SETTINGS, read(payload, folder + PayloadPaths.SETTINGS), snapshot.settings());
    }

    private static JsonNode read(Payload payload, String name) {
        return payload.yaml(name)
                .orElseThrow(() -> new IllegalStateException("%s is missing from the new payload.".formatted(name)));
    }

    private static void requireSame(String name, JsonNode packed, JsonNode read) {
        if (!packed.equals(read)) {
            throw new IllegalStateException("%s differs in the new payload.".formatted(name));
        }
    }

    /**
     * The files of a payload.
     *
     * @param warnings notes for the operator about the resources
     */
    record PayloadWithWarnings(Payload payload, List<String> warnings) {

        PayloadWithWarnings {
            warnings = List.copyOf(warnings);
        }
    }
}
