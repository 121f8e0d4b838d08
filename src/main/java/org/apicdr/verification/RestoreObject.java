package org.apicdr.verification;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import org.apicdr.bundle.Manifest;
import org.apicdr.bundle.Payload;
import org.apicdr.bundle.PayloadPaths;
import org.apicdr.bundle.Yaml;

/**
 * An object of a bundle that a recovery creates. May contain secrets and is never printed as a whole.
 *
 * @param source the namespace of the component that it was captured with
 * @param resource the object, without a namespace
 */
public record RestoreObject(String source, ObjectNode resource) {

    /** Returns the secrets, config maps and recovery resources of a payload; one that several components share is listed once. */
    public static List<RestoreObject> of(Manifest manifest, Payload payload) {
        var objects = new LinkedHashMap<String, RestoreObject>();
        payload.entries().forEach((path, yaml) -> {
            if (isRestored(path) && Yaml.read(yaml) instanceof ObjectNode resource) {
                var object = new RestoreObject(source(manifest, path), resource);
                objects.putIfAbsent(object.source() + " " + object, object);
            }
        });
        return List.copyOf(objects.values());
    }

    public String kind() {
        return resource.path("kind").asText();
    }

    public String name() {
        return resource.at("/metadata/name").asText();
    }

    /** Returns whether it is a Secret or a ConfigMap, not a custom resource. */
    public boolean isData() {
        return kind().equals("Secret") || kind().equals("ConfigMap");
    }

    /** For example {@code Secret management-db-secret}. */
    @Override
    public String toString() {
        return kind() + " " + name();
    }

    private static boolean isRestored(String path) {
        return PayloadPaths.isSecret(path) || PayloadPaths.isConfigMap(path) || PayloadPaths.isRecoveryResource(path);
    }

    /** All folders but that of the ManagementCluster contain the namespace. */
    private static String source(Manifest manifest, String path) {
        return path.startsWith(PayloadPaths.MANAGEMENT) ? manifest.management().namespace() : path.split("/", -1)[1];
    }
}
