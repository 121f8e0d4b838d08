package org.apicdr.rest.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import java.util.TreeMap;
import org.apicdr.rest.problem.Problem;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.examples.Example;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Adds examples of requests and responses to every operation. Each operation has a file of its name. In it,
 * {@code request} and each success status list examples in {@code examples/}; the key contains the media type if it is
 * not JSON. Each error status maps problem slugs to their texts. Problems that all operations share are in
 * {@code common.json}. Responses that are identical for all operations are added by {@link SharedResponsesFilter}.
 */
@OpenApiFilter(value = OpenApiFilter.RunStage.BUILD, priority = OpenApiExamplesFilter.AFTER_ALL_OTHERS)
public class OpenApiExamplesFilter implements OASFilter {

    static final int AFTER_ALL_OTHERS = 0;

    private static final String JSON = "application/json";

    private final ObjectNode common = OpenApiResources.read("common");
    private final ProblemExamples problems = new ProblemExamples();
    private final ParameterDescriptions parameters = new ParameterDescriptions();
    private final TreeMap<String, Example> shared = new TreeMap<>();

    @Override
    public void filterOpenAPI(OpenAPI document) {
        document.getPaths()
                .getPathItems()
                .forEach((path, item) ->
                        item.getOperations().values().forEach(operation -> addExamples(path, operation)));
        document.getComponents().setExamples(shared);
    }

    private void addExamples(String path, Operation operation) {
        var file = OpenApiResources.read(operation.getOperationId());
        parameters.describe(operation);
        if (operation.getRequestBody() != null) {
            addExamples(operation.getRequestBody().getContent(), "request", file, path);
        }
        operation
                .getResponses()
                .getAPIResponses()
                .forEach((status, response) -> addExamples(response.getContent(), status, file, path));
        if (!file.isEmpty()) {
            throw new IllegalStateException("%s.json has examples of what %s does not declare: %s"
                    .formatted(operation.getOperationId(), operation.getOperationId(), file));
        }
    }

    /** Adds the examples of one part of an operation, and removes them from the file. */
    private void addExamples(@Nullable Content content, String part, ObjectNode file, String path) {
        if (content == null || content.getMediaTypes() == null) {
            return;
        }
        content.getMediaTypes().forEach((type, media) -> {
            if (type.equals(Problem.MEDIA_TYPE)) {
                var texts = require(withCommon(file.remove(part), part), part, path);
                addProblems(media, texts, part, parameters.inPath(path));
            } else if (type.equals(JSON)) {
                addReferences(media, require(file.remove(part), part, path));
            } else if (file.remove(part + " " + type) instanceof ArrayNode texts) {
                addReferences(media, texts);
            }
        });
    }

    private void addReferences(MediaType media, JsonNode names) {
        names.forEach(name -> media.addExample(name.asText(), reference(name.asText())));
    }

    /** Adds the common problems to those of the operation, which take precedence. */
    private @Nullable JsonNode withCommon(@Nullable JsonNode own, String status) {
        if (!(common.get(status) instanceof ObjectNode shared)) {
            return own;
        }
        var all = own == null ? OpenApiResources.JSON.createObjectNode() : ((ObjectNode) own).deepCopy();
        shared.properties().forEach(problem -> all.putIfAbsent(problem.getKey(), problem.getValue()));
        return all;
    }

    private void addProblems(MediaType media, JsonNode texts, String status, String instance) {
        texts.properties()
                .forEach(text -> media.addExample(
                        text.getKey(), problems.of(text.getKey(), (ObjectNode) text.getValue(), status, instance)));
    }

    /** Returns a reference to an example, which is stored in the document once. */
    private Example reference(String name) {
        shared.computeIfAbsent(name, OpenApiExamplesFilter::read);
        return OASFactory.createExample().ref("#/components/examples/" + name);
    }

    private static Example read(String name) {
        var text = OpenApiResources.read("examples/" + name);
        return OASFactory.createExample()
                .summary(text.path("summary").asText())
                .value(OpenApiResources.value(text.path("value")));
    }

    private static JsonNode require(@Nullable JsonNode texts, String part, String path) {
        if (texts == null || texts.isEmpty()) {
            throw new IllegalStateException(
                    "%s has no example of '%s'. Add one to the file of the operation.".formatted(path, part));
        }
        return texts;
    }

    /** Describes each parameter in the same way in all operations. */
    static final class ParameterDescriptions {

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
}
