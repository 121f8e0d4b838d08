package org.apicdr.capture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apicdr.bundle.Yaml;
import org.apicdr.subsystem.ComponentSnapshot;
import org.apicdr.subsystem.ResourceKind;
import org.apicdr.subsystem.SecretRef;
import org.apicdr.subsystem.SecretRole;
import org.apicdr.subsystem.SubsystemComponent;
import org.apicdr.subsystem.SubsystemSnapshot;

/**
 * The resource to create in a new installation: the spec of the old one, tied to the old database by name, siteName
 * and originalUID, and to the saved secrets. An APIConnectCluster is tied to the backups of all components that it
 * owns.
 */
final class RecoveryCustomResource {

    private static final String CREDENTIALS = "customApplicationCredentials";

    /** On object storage the operator rejects a path that is in use, unless this annotation declares a recovery. */
    private static final String DEPLOYMENT_MODE = "apiconnect-operator/deployment-mode";

    /** Characters that could end a YAML comment. */
    private static final Pattern UNSAFE = Pattern.compile("[^A-Za-z0-9]");

    private static final String TEMPLATE = "template";
    private static final String ENABLED = "enabled";
    private static final String MULTI_SITE = "multiSiteHA";

    private final ComponentSnapshot snapshot;
    private final SubsystemSnapshot subsystem;
    private final List<String> warnings = new ArrayList<>();

    RecoveryCustomResource(ComponentSnapshot snapshot, SubsystemSnapshot subsystem) {
        this.snapshot = snapshot;
        this.subsystem = subsystem;
    }

    /** Returns the resource as YAML. Credentials whose name is uncertain are added below as comments. */
    byte[] yaml() {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(Yaml.write(resource()));
        tied().forEach(tied -> bytes.writeBytes(comments(tied).getBytes(StandardCharsets.UTF_8)));
        return bytes.toByteArray();
    }

    /** Returns a sentence for each part of the live resource that this one leaves out; complete after {@link #yaml()}. */
    List<String> warnings() {
        return List.copyOf(warnings);
    }

    private ObjectNode resource() {
        var source = SanitizedResource.of(snapshot.component().resource()).resource();
        var spec = object(source, "spec");
        leaveOut("spec", spec);
        var subsystemComponent = snapshot.component();
        if (subsystemComponent.kind() == ResourceKind.API_CONNECT_CLUSTER) {
            tied().forEach(tied -> tie(object(spec, tied.component().isManagement() ? "management" : "portal"), tied));
        } else {
            tied().forEach(tied -> tie(spec, tied));
        }
        var resource = JsonNodeFactory.instance.objectNode();
        resource.set("apiVersion", source.path("apiVersion"));
        resource.set("kind", source.path("kind"));
        resource.set("metadata", metadata((ObjectNode) source.path("metadata"), subsystemComponent));
        resource.set("spec", spec);
        return resource;
    }

    /** Returns the components whose backups the resource is tied to: itself, or the components that it owns. */
    private List<ComponentSnapshot> tied() {
        if (snapshot.component().kind() != ResourceKind.API_CONNECT_CLUSTER) {
            return snapshot.component().hasBackups() ? List.of(snapshot) : List.of();
        }
        return subsystem.backedUp().stream()
                .filter(component -> snapshot.component().owns(component.component()))
                .toList();
    }

    /** Ties a spec to the old backups by siteName, originalUID, encryption secret and backup block. */
    private static void tie(ObjectNode spec, ComponentSnapshot tied) {
        var subsystemComponent = tied.component();
        put(spec, "siteName", subsystemComponent.siteName());
        put(spec, "originalUID", subsystemComponent.lineage());
        encryptionSecret(spec, tied);
        var block = subsystemComponent.isManagement() ? "databaseBackup" : "portalBackup";
        if (!spec.hasNonNull(block) && subsystemComponent.backup().isObject()) {
            spec.set(block, subsystemComponent.backup().deepCopy());
        }
        if (subsystemComponent.isManagement()) {
            var credentials = credentials(spec, tied);
            spec.remove(CREDENTIALS);
            spec.set(CREDENTIALS, credentials);
        }
    }

    /** Removes settings that apply to the old site only: disabled services, and the pair of two data centres. */
    private void leaveOut(String path, JsonNode node) {
        if (node instanceof ObjectNode object) {
            if (object.remove(MULTI_SITE) != null) {
                warn(
                        "%s.%s".formatted(path, MULTI_SITE),
                        "a recovered site is standalone until its pair is set up again.");
            }
            if (object.path(TEMPLATE) instanceof ArrayNode template) {
                enableServices("%s.%s".formatted(path, TEMPLATE), template);
                if (template.isEmpty()) {
                    object.remove(TEMPLATE);
                }
            }
            object.properties().forEach(field -> leaveOut("%s.%s".formatted(path, field.getKey()), field.getValue()));
        }
    }

    private void enableServices(String path, ArrayNode template) {
        for (int i = 0; i < template.size(); i++) {
            if (template.get(i) instanceof ObjectNode service
                    && service.path(ENABLED).isBoolean()
                    && !service.path(ENABLED).booleanValue()) {
                service.remove(ENABLED);
                warn(
                        "%s[%d].enabled: false of %s"
                                .formatted(path, i, service.path("name").asText("a service")),
                        "otherwise the service would stay disabled after the recovery. Set it again if that is intended.");
            }
        }
        var services = template.elements();
        while (services.hasNext()) {
            if (services.next() instanceof ObjectNode service && namesOnly(service)) {
                services.remove();
            }
        }
    }

    private static boolean namesOnly(ObjectNode service) {
        return service.size() == 1 && service.has("name");
    }

    private void warn(String what, String why) {
        warnings.add("The recovery resource of %s leaves out %s: %s"
                .formatted(snapshot.component().title(), what, why));
    }

    private static ObjectNode metadata(ObjectNode metadata, SubsystemComponent subsystemComponent) {
        if (subsystemComponent.isManagement()
                && subsystemComponent.backup().path("protocol").asText().equals("objstore")) {
            object(metadata, "annotations").put(DEPLOYMENT_MODE, "disasterRecovery");
        }
        return metadata;
    }

    private static void encryptionSecret(ObjectNode spec, ComponentSnapshot tied) {
        tied.secrets().stream()
                .map(secret -> secret.ref())
                .filter(ref -> ref.role() == SecretRole.ENCRYPTION)
                .findFirst()
                .ifPresent(ref -> object(spec, "encryptionSecret").put("secretName", ref.name()));
    }

    private static ArrayNode credentials(ObjectNode spec, ComponentSnapshot tied) {
        var credentials = JsonNodeFactory.instance.arrayNode();
        saved(tied).stream()
                .filter(ref -> ref.credentialName() != null)
                .forEach(ref -> credentials
                        .addObject()
                        .put("name", ref.credentialName())
                        .put("secretName", ref.name()));
        for (var configured : spec.path(CREDENTIALS)) {
            if (saved(tied).stream()
                    .noneMatch(ref -> configured.path("name").asText().equals(ref.credentialName()))) {
                credentials.add(configured);
            }
        }
        return credentials;
    }

    private static String comments(ComponentSnapshot tied) {
        var comments = new StringBuilder();
        for (var ref : saved(tied)) {
            if (ref.credentialName() == null) {
                comments.append("""
                          # %s was saved, but its name here is not certain: ask the vendor's support, then add
                          # - name: ""
                          #   secretName: "%s"
                        """.formatted(
                                UNSAFE.matcher(String.valueOf(ref.statusKey())).replaceAll("?"), ref.name()));
            }
        }
        return comments.toString();
    }

    private static List<SecretRef> saved(ComponentSnapshot tied) {
        return tied.secrets().stream()
                .map(secret -> secret.ref())
                .filter(ref -> ref.role() == SecretRole.CREDENTIAL)
                .toList();
    }

    /** Returns the object at a key. Creates it if the key is absent or has another type. */
    private static ObjectNode object(ObjectNode parent, String key) {
        return parent.path(key) instanceof ObjectNode object ? object : parent.putObject(key);
    }

    private static void put(ObjectNode spec, String key, String value) {
        if (!value.isEmpty()) {
            spec.put(key, value);
        }
    }
}
