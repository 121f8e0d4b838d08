package org.apicdr.rest.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.TreeMap;
import org.apicdr.rest.problem.Problem;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.examples.Example;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.jspecify.annotations.Nullable;

/**
 * Shows for every operation what is asked and answered. Each has a file of its name: {@code request} and each status of
 * success name examples in {@code examples/}, behind the status its media type where that is not JSON; each status of
 * failure holds its problems by slug. Those that they share stand in {@code common.json}; answers that are the same as a
 * whole are {@link SharedResponsesFilter}.
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
                .forEach((path, item) -> item.getOperations().values().forEach(operation -> show(path, operation)));
        document.getComponents().setExamples(shared);
    }

    private void show(String path, Operation operation) {
        var file = OpenApiResources.read(operation.getOperationId());
        parameters.describe(operation);
        if (operation.getRequestBody() != null) {
            show(operation.getRequestBody().getContent(), "request", file, path);
        }
        operation
                .getResponses()
                .getAPIResponses()
                .forEach((status, response) -> show(response.getContent(), status, file, path));
        if (!file.isEmpty()) {
            throw new IllegalStateException("%s.json has examples of what %s does not declare: %s"
                    .formatted(operation.getOperationId(), operation.getOperationId(), file));
        }
    }

    /** Shows one part of an operation, and takes what it shows out of the file. */
    private void show(@Nullable Content content, String part, ObjectNode file, String path) {
        if (content == null || content.getMediaTypes() == null) {
            return;
        }
        content.getMediaTypes().forEach((type, media) -> {
            if (type.equals(Problem.MEDIA_TYPE)) {
                var texts = require(withCommon(file.remove(part), part), part, path);
                showProblems(media, texts, part, parameters.inPath(path));
            } else if (type.equals(JSON)) {
                refer(media, require(file.remove(part), part, path));
            } else if (file.remove(part + " " + type) instanceof ArrayNode texts) {
                refer(media, texts);
            }
        });
    }

    private void refer(MediaType media, JsonNode names) {
        names.forEach(name -> media.addExample(name.asText(), reference(name.asText())));
    }

    /** The operation's own come first; what it says of a common one counts. */
    private @Nullable JsonNode withCommon(@Nullable JsonNode own, String status) {
        if (!(common.get(status) instanceof ObjectNode shared)) {
            return own;
        }
        var all = own == null ? OpenApiResources.JSON.createObjectNode() : ((ObjectNode) own).deepCopy();
        shared.properties().forEach(problem -> all.putIfAbsent(problem.getKey(), problem.getValue()));
        return all;
    }

    private void showProblems(MediaType media, JsonNode texts, String status, String instance) {
        texts.properties()
                .forEach(text -> media.addExample(
                        text.getKey(), problems.of(text.getKey(), (ObjectNode) text.getValue(), status, instance)));
    }

    /** Examples that several operations have in common stand in the document once. */
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
                    "%s has no example of '%s': write one to the file of the operation".formatted(path, part));
        }
        return texts;
    }
}
