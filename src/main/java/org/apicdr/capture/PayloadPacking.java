package org.apicdr.capture;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apicdr.bundle.Payload;
import org.apicdr.bundle.PayloadPaths;
import org.apicdr.bundle.Yaml;
import org.apicdr.subsystem.ComponentSnapshot;
import org.apicdr.subsystem.SubsystemSnapshot;

/** Turns a snapshot into the files of a payload. */
final class PayloadPacking {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Map<String, byte[]> files = new TreeMap<>();
    private final List<String> warnings = new ArrayList<>();

    private PayloadPacking() {}

    static Packed pack(SubsystemSnapshot snapshot) {
        var packing = new PayloadPacking();
        snapshot.components().forEach(packing::add);
        return new Packed(new Payload(packing.files), packing.warnings);
    }

    private void add(ComponentSnapshot snapshot) {
        var component = snapshot.component();
        var folder = PayloadPaths.folder(component.kind().kind(), component.namespace(), component.name());
        var resourceName = component.kind().kind().toLowerCase(Locale.ROOT);
        for (var secret : snapshot.secrets()) {
            files.put(PayloadPaths.secret(folder, secret.ref().name()), clean(secret.resource()));
        }
        files.put(folder + PayloadPaths.ENDPOINTS, Yaml.write(MAPPER.valueToTree(snapshot.endpoints())));
        files.put(folder + PayloadPaths.SETTINGS, Yaml.write(snapshot.settings()));
        files.put(folder + resourceName + ".yaml", clean(component.resource()));
        files.put(folder + "recovery-" + resourceName + ".yaml", new RecoveryResource(snapshot).yaml());
        files.put(folder + PayloadPaths.backups(component.kind().kind()), Yaml.write(backups(snapshot)));
    }

    private byte[] clean(ObjectNode resource) {
        var clean = CleanResource.of(resource);
        clean.unknown().stream()
                .map(field -> "%s %s has the metadata field %s, which this version does not know; it was kept"
                        .formatted(
                                resource.path("kind").asText(),
                                resource.at("/metadata/name").asText(),
                                field))
                .forEach(warnings::add);
        return Yaml.write(clean.resource());
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
     * @param warnings what an operator should know of the resources
     */
    record Packed(Payload payload, List<String> warnings) {

        Packed {
            warnings = List.copyOf(warnings);
        }
    }
}
