package org.apicdr.rest.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Reads the files with the examples of the API document. */
final class OpenApiResources {

    static final ObjectMapper JSON = new ObjectMapper();

    private static final String FOLDER = "/openapi/";

    private OpenApiResources() {}

    /** Reads {@code <name>.json}. */
    static ObjectNode read(String name) {
        var path = FOLDER + name + ".json";
        try (var file = OpenApiResources.class.getResourceAsStream(path)) {
            if (file == null) {
                throw new IllegalStateException(
                        "The API document has no examples for an operation. Add src/main/resources" + path);
            }
            return JSON.readValue(file, ObjectNode.class);
        } catch (IOException e) {
            throw new UncheckedIOException(path, e);
        }
    }

    /** Converts a JSON node to the value type of the OpenAPI model. */
    static Object value(JsonNode node) {
        return JSON.convertValue(node, Object.class);
    }
}
