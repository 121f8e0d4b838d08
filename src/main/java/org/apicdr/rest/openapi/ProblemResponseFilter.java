package org.apicdr.rest.openapi;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import org.apicdr.rest.problem.Problem;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/**
 * Adds to every operation a 403 and a default response, to every response the header with the request id, and to every
 * error response the problem schema, so that resources need not repeat them.
 */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public class ProblemResponseFilter implements OASFilter {

    private static final String REQUEST_ID = "X-Request-Id";

    private static final String SCHEMA = "#/components/schemas/Problem";

    @Override
    public Operation filterOperation(Operation operation) {
        var responses = operation.getResponses();
        responses.addAPIResponse(
                "403",
                OASFactory.createAPIResponse()
                        .description(
                                "The caller lacks a permission; or, in mode none, the request has a foreign Host or Origin"));
        if (responses.getDefaultValue() == null) {
            responses.setDefaultValue(OASFactory.createAPIResponse().description("Any other error"));
        }
        responses.getAPIResponses().forEach((code, response) -> {
            response.addHeader(REQUEST_ID, OASFactory.createHeader().ref(REQUEST_ID));
            if (code.startsWith("4") || code.startsWith("5") || code.equals(APIResponses.DEFAULT)) {
                describe(response);
            }
        });
        return operation;
    }

    private static void describe(APIResponse response) {
        var schema = OASFactory.createSchema().ref(SCHEMA);
        response.setContent(OASFactory.createContent()
                .addMediaType(Problem.MEDIA_TYPE, OASFactory.createMediaType().schema(schema)));
    }
}
