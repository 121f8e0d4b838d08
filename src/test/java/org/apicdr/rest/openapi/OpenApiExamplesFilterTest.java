package org.apicdr.rest.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apicdr.rest.problem.Problem;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.PathItem.HttpMethod;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class OpenApiExamplesFilterTest {

    private static final String JSON = "application/json";

    @Test
    void shows_an_answer_once_in_the_document_and_refers_to_it() {
        var problem = Problem.MEDIA_TYPE;
        var document = document("getTrust", Map.of("200", JSON, "403", problem, "503", problem, "default", problem));

        new OpenApiExamplesFilter().filterOpenAPI(document);

        assertThat(document.getComponents().getExamples()).containsOnlyKeys("trust");
    }

    @Test
    void refuses_an_operation_that_has_no_examples() {
        var document = document("mendBundle", Map.of("200", JSON));

        assertThatThrownBy(() -> new OpenApiExamplesFilter().filterOpenAPI(document))
                .hasMessageContaining("src/main/resources/openapi/mendBundle.json");
    }

    @Test
    void refuses_an_answer_that_has_no_example() {
        var document = document("getTrust", Map.of("200", JSON, "202", JSON));

        assertThatThrownBy(() -> new OpenApiExamplesFilter().filterOpenAPI(document))
                .hasMessageContaining("no example of '202'");
    }

    @Test
    void refuses_an_example_of_what_is_never_answered() {
        var document = document("getTrust", Map.of("200", JSON));

        assertThatThrownBy(() -> new OpenApiExamplesFilter().filterOpenAPI(document))
                .hasMessageContaining("what getTrust does not declare")
                .hasMessageContaining("503");
    }

    @Test
    void refuses_a_problem_that_nobody_described() {
        var problems = new ProblemExamples();

        assertThatThrownBy(() -> problems.of("shiny", OpenApiResources.JSON.createObjectNode(), "409", "/"))
                .hasMessageContaining("shiny");
    }

    private static OpenAPI document(String operationId, Map<String, String> mediaTypes) {
        var responses = OASFactory.createAPIResponses();
        mediaTypes.forEach((status, type) -> responses.addAPIResponse(
                status,
                OASFactory.createAPIResponse()
                        .content(OASFactory.createContent().addMediaType(type, OASFactory.createMediaType()))));
        var operation = OASFactory.createOperation().operationId(operationId).responses(responses);
        var path = OASFactory.createPathItem();
        path.setOperation(HttpMethod.GET, operation);
        return OASFactory.createOpenAPI()
                .components(OASFactory.createComponents())
                .paths(OASFactory.createPaths().addPathItem("/trust", path));
    }
}
