package org.apicdr.rest.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import org.apicdr.rest.problem.Problem;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/**
 * Adds to every operation the responses that filters send before the operation is reached. Each is defined in
 * {@code responses.json} and stored in the document once. An operation that declares the same status keeps its own.
 */
@OpenApiFilter(value = OpenApiFilter.RunStage.BUILD, priority = OpenApiExamplesFilter.AFTER_ALL_OTHERS)
public class SharedResponsesFilter implements OASFilter {

    private static final String REQUEST_ID = "X-Request-Id";

    private static final String EXAMPLE_PATH = "/api/v1/bundles";

    private final ProblemExamples problems = new ProblemExamples();

    @Override
    public void filterOpenAPI(OpenAPI document) {
        OpenApiResources.read("responses").properties().forEach(shared -> {
            document.getComponents().addResponse(shared.getKey(), response(shared.getValue()));
            document.getPaths()
                    .getPathItems()
                    .values()
                    .forEach(path -> path.getOperations()
                            .values()
                            .forEach(operation -> addReference(operation, shared.getKey(), shared.getValue())));
        });
    }

    private static void addReference(Operation operation, String name, JsonNode text) {
        var status = text.path("status").asText();
        var applies =
                operation.getRequestBody() != null || !text.path("onlyWithBody").asBoolean();
        if (applies && !operation.getResponses().hasAPIResponse(status)) {
            operation
                    .getResponses()
                    .addAPIResponse(status, OASFactory.createAPIResponse().ref(name));
        }
    }

    private APIResponse response(JsonNode text) {
        var slug = text.path("problem").asText();
        var example = problems.of(
                slug,
                OpenApiResources.JSON.createObjectNode(),
                text.path("status").asText(),
                EXAMPLE_PATH);
        var media = OASFactory.createMediaType()
                .schema(OASFactory.createSchema().ref("Problem"))
                .addExample(slug, example);
        var response = OASFactory.createAPIResponse()
                .description(text.path("description").asText())
                .content(OASFactory.createContent().addMediaType(Problem.MEDIA_TYPE, media))
                .addHeader(REQUEST_ID, OASFactory.createHeader().ref(REQUEST_ID));
        text.path("headers")
                .forEach(header -> response.addHeader(
                        header.asText(), OASFactory.createHeader().ref(header.asText())));
        return response;
    }
}
