package org.apicdr.capture;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.apicdr.bundle.Yaml;
import org.apicdr.subsystem.Component;
import org.apicdr.subsystem.ComponentSnapshot;
import org.apicdr.subsystem.SecretRef;
import org.apicdr.subsystem.SecretRole;

/**
 * The resource to create in a new installation: what the old one asked for, tied to the old database by name, siteName
 * and originalUID, and to the saved secrets.
 */
final class RecoveryResource {

    private static final String CREDENTIALS = "customApplicationCredentials";

    /** On object storage the operator refuses a path that is in use, unless it is told that this is a recovery. */
    private static final String DEPLOYMENT_MODE = "apiconnect-operator/deployment-mode";

    /** What would end a comment, or might. */
    private static final Pattern STRANGE = Pattern.compile("[^A-Za-z0-9]");

    private final ComponentSnapshot snapshot;

    RecoveryResource(ComponentSnapshot snapshot) {
        this.snapshot = snapshot;
    }

    /** As YAML; credentials of which no name is certain stand below as comments. */
    byte[] yaml() {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(Yaml.write(resource()));
        bytes.writeBytes(comments().getBytes(StandardCharsets.UTF_8));
        return bytes.toByteArray();
    }

    private ObjectNode resource() {
        var source = CleanResource.of(snapshot.component().resource()).resource();
        var spec = (ObjectNode) source.path("spec");
        var component = snapshot.component();
        put(spec, "siteName", component.siteName());
        put(spec, "originalUID", component.lineage());
        encryptionSecret(spec);
        if (component.isManagement()) {
            var credentials = credentials(spec);
            spec.remove(CREDENTIALS);
            spec.set(CREDENTIALS, credentials);
        }
        var resource = JsonNodeFactory.instance.objectNode();
        resource.set("apiVersion", source.path("apiVersion"));
        resource.set("kind", source.path("kind"));
        resource.set("metadata", metadata((ObjectNode) source.path("metadata"), component));
        resource.set("spec", spec);
        return resource;
    }

    private static ObjectNode metadata(ObjectNode metadata, Component component) {
        if (component.isManagement()
                && component.backup().path("protocol").asText().equals("objstore")) {
            metadata.withObjectProperty("annotations").put(DEPLOYMENT_MODE, "disasterRecovery");
        }
        return metadata;
    }

    private void encryptionSecret(ObjectNode spec) {
        snapshot.secrets().stream()
                .map(secret -> secret.ref())
                .filter(ref -> ref.role() == SecretRole.ENCRYPTION)
                .findFirst()
                .ifPresent(ref -> spec.withObjectProperty("encryptionSecret").put("secretName", ref.name()));
    }

    private ArrayNode credentials(ObjectNode spec) {
        var credentials = JsonNodeFactory.instance.arrayNode();
        saved().stream()
                .filter(ref -> ref.credentialName() != null)
                .forEach(ref -> credentials
                        .addObject()
                        .put("name", ref.credentialName())
                        .put("secretName", ref.name()));
        for (var asked : spec.path(CREDENTIALS)) {
            if (saved().stream().noneMatch(ref -> asked.path("name").asText().equals(ref.credentialName()))) {
                credentials.add(asked);
            }
        }
        return credentials;
    }

    private String comments() {
        var comments = new StringBuilder();
        for (var ref : saved()) {
            if (ref.credentialName() == null) {
                comments.append("""
                          # %s was saved, but its name here is not certain: ask the vendor's support, then add
                          # - name: ""
                          #   secretName: "%s"
                        """.formatted(
                                STRANGE.matcher(String.valueOf(ref.statusKey())).replaceAll("?"), ref.name()));
            }
        }
        return comments.toString();
    }

    private List<SecretRef> saved() {
        return snapshot.secrets().stream()
                .map(secret -> secret.ref())
                .filter(ref -> ref.role() == SecretRole.CREDENTIAL)
                .toList();
    }

    private static void put(ObjectNode spec, String key, String value) {
        if (!value.isEmpty()) {
            spec.put(key, value);
        }
    }
}
