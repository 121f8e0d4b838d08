package org.apicdr.rest.openapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;

/** Describes each parameter in the same way in all operations. */
final class ParameterDescriptions {

    private final ObjectNode texts = OpenApiResources.read("parameters");

    void describe(Operation operation) {
        if (operation.getParameters() != null) {
            operation.getParameters().forEach(this::describe);
        }
    }

    /** Replaces the parameters of a path by their examples. */
    String inPath(String path) {
        var filled = path;
        for (var text : texts.properties()) {
            filled = filled.replace(
                    "{%s}".formatted(text.getKey()),
                    text.getValue().path("example").asText());
        }
        return filled;
    }

    /**
     * Sets the example in the schema, because Swagger UI would send an example of the parameter itself in every
     * request.
     */
    private void describe(Parameter parameter) {
        var text = texts.path(parameter.getName());
        if (text.isMissingNode()) {
            throw new IllegalStateException(
                    "parameters.json has no description of the parameter '%s'".formatted(parameter.getName()));
        }
        parameter.setDescription(text.path("description").asText());
        if (parameter.getSchema().getRef() == null) {
            parameter.getSchema().setExamples(List.of(OpenApiResources.value(text.path("example"))));
        }
    }
}
