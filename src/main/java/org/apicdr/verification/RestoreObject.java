package org.apicdr.verification;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
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

    /** Returns whether another object has the same type and content; secrets and binary data are compared byte for byte. */
    public boolean hasContentOf(JsonNode other) {
        boolean secret = kind().equals("Secret");
        return type(resource).equals(type(other))
                && (secret
                        ? isEqualBinary(resource.path("data"), other.path("data"))
                        : isEqualText(resource.path("data"), other.path("data"))
                                && isEqualBinary(resource.path("binaryData"), other.path("binaryData")));
    }

    /** For example {@code Secret management-db-secret}. */
    @Override
    public String toString() {
        return kind() + " " + name();
    }

    private static boolean isEqualBinary(JsonNode expected, JsonNode found) {
        return names(expected).equals(names(found))
                && names(expected).stream()
                        .allMatch(name -> Arrays.equals(decode(expected.path(name)), decode(found.path(name))));
    }

    private static boolean isEqualText(JsonNode expected, JsonNode found) {
        return names(expected).equals(names(found))
                && names(expected).stream()
                        .allMatch(name -> expected.path(name)
                                .asText()
                                .equals(found.path(name).asText()));
    }

    private static Set<String> names(JsonNode object) {
        var names = new TreeSet<String>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static byte[] decode(JsonNode base64) {
        return Base64.getDecoder().decode(base64.asText());
    }

    /** A secret without a type is created as Opaque. */
    private String type(JsonNode object) {
        return kind().equals("Secret") ? object.path("type").asText("Opaque") : "";
    }

    private static boolean isRestored(String path) {
        return PayloadPaths.isSecret(path) || PayloadPaths.isConfigMap(path) || PayloadPaths.isRecoveryResource(path);
    }

    /** All folders but that of the ManagementCluster contain the namespace. */
    private static String source(Manifest manifest, String path) {
        return path.startsWith(PayloadPaths.MANAGEMENT) ? manifest.management().namespace() : path.split("/", -1)[1];
    }
}
