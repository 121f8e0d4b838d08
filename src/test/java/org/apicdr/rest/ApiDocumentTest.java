package org.apicdr.rest;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.blankOrNullString;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasEntry;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.BooleanNode;
import io.quarkus.smallrye.openapi.runtime.OpenApiConstants;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import org.apicdr.core.ServiceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ApiDocumentTest extends RestTest {

    @Test
    void is_of_openapi_3_1() {
        document().body("openapi", startsWith("3.1"));
    }

    @Test
    void introduces_itself() {
        document().body("info.title", is("apic-dr")).body("info.license.name", is("Apache-2.0"));
    }

    /** Not parsed and written again at start, which took time, memory and the order of the members. */
    @ParameterizedTest
    @ValueSource(strings = {"YAML", "JSON"})
    void is_served_as_the_build_wrote_it(String format) throws Exception {
        var served = when().get("/q/openapi?format=" + format).then().statusCode(200);

        try (var built = Thread.currentThread()
                .getContextClassLoader()
                .getResourceAsStream(OpenApiConstants.BASE_NAME + "." + format)) {
            assertThat(served.extract().asByteArray()).isEqualTo(built.readAllBytes());
        }
    }

    @Test
    void names_every_operation() throws Exception {
        assertThat(operations().findValuesAsText("operationId"))
                .contains(
                        "captureBundle",
                        "listBundles",
                        "getLatestBundle",
                        "getBundle",
                        "downloadBundle",
                        "deleteBundle",
                        "verifyBundle",
                        "verifyBundles",
                        "listSubsystems",
                        "listRecoveryPoints",
                        "takeBackups",
                        "getBackupRun",
                        "getTrust");
    }

    @Test
    void describes_every_error_as_a_problem() throws Exception {
        var document = parsed();
        for (var path : document.path("paths")) {
            for (var operation : path) {
                for (var response : operation.path("responses").properties()) {
                    if (!response.getKey().startsWith("2") && !response.getKey().equals("304")) {
                        assertThat(resolved(response.getValue(), document)
                                        .at("/content/application~1problem+json/schema/$ref")
                                        .asText())
                                .as("%s %s", operation.path("operationId"), response.getKey())
                                .isEqualTo("#/components/schemas/Problem");
                    }
                }
            }
        }
    }

    @Test
    void gives_every_response_a_description_and_the_id_of_the_request() throws Exception {
        var document = parsed();
        for (var path : document.path("paths")) {
            for (var operation : path) {
                for (var response : operation.path("responses").properties()) {
                    var resolved = resolved(response.getValue(), document);
                    assertThat(resolved.path("description").asText())
                            .as("%s %s", operation.path("operationId"), response.getKey())
                            .isNotBlank();
                    assertThat(resolved.path("headers").has("X-Request-Id"))
                            .as("%s %s", operation.path("operationId"), response.getKey())
                            .isTrue();
                }
            }
        }
    }

    @Test
    void gives_every_operation_a_default_response() throws Exception {
        for (var path : operations()) {
            for (var operation : path) {
                assertThat(operation.path("responses").has("default"))
                        .as("%s", operation.path("operationId"))
                        .isTrue();
            }
        }
    }

    @Test
    void asks_for_a_token_and_says_what_happens_without() throws Exception {
        document()
                .body("components.securitySchemes.token.type", is("http"))
                .body("components.securitySchemes.token.scheme", is("bearer"))
                .body("security", is(List.of(Map.of("token", List.of()))));
        for (var path : operations()) {
            for (var operation : path) {
                assertThat(operation.path("responses").properties())
                        .extracting(Map.Entry::getKey)
                        .as("%s", operation.path("operationId"))
                        .contains("401", "403");
            }
        }
    }

    @Test
    void says_for_every_operation_what_is_answered_before_it_is_reached() throws Exception {
        for (var path : operations()) {
            for (var operation : path) {
                var responses = operation.path("responses");
                assertThat(List.of("414", "429", "431"))
                        .as("%s", operation.path("operationId"))
                        .allMatch(responses::has);
                assertThat(responses.has("413") && responses.has("408"))
                        .as("%s", operation.path("operationId"))
                        .isEqualTo(operation.has("requestBody"));
            }
        }
        document().body("components.responses.TooManyRequests.headers.Retry-After", is(notNullValue()));
    }

    @Test
    void says_how_many_items_may_be_asked_for() {
        document()
                .body(
                        "paths.collectMany { it.value.values() }.collectMany { it.parameters ?: [] }"
                                + ".findAll { it.name == 'limit' }.schema",
                        everyItem(allOf(hasEntry("minimum", (Object) 1), hasEntry("maximum", (Object) 1000))));
        assertThat(new ItemLimit(1).value()).isOne();
        assertThat(new ItemLimit(1000).value()).isEqualTo(1000);
        assertThatThrownBy(() -> new ItemLimit(0)).isInstanceOf(ServiceException.class);
        assertThatThrownBy(() -> new ItemLimit(1001)).isInstanceOf(ServiceException.class);
    }

    @Test
    void says_what_every_problem_has() {
        document().body("components.schemas.Problem.required", contains("type", "title", "status"));
    }

    @Test
    void says_what_every_bundle_has() {
        document()
                .body(
                        "components.schemas.Bundle.required",
                        hasItems("id", "site", "createdAt", "dirty", "location", "signature"));
    }

    @Test
    void does_not_promise_what_may_be_absent() {
        document()
                .body("components.schemas.Bundle.required", not(hasItems("manifest")))
                .body("components.schemas.BundlePage.required", contains("items"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"BundleId", "BackupRunId", "Fingerprint"})
    void knows_what_is_a_string_with_a_pattern(String schema) {
        document()
                .body("components.schemas.%s.type".formatted(schema), is("string"))
                .body("components.schemas.%s.pattern".formatted(schema), startsWith("^"));
    }

    @Test
    void closes_what_a_request_may_say() {
        document().body("components.schemas.FailOn.enum", is(List.of("warn", "fail")));
    }

    /** A client that was generated from a closed enumeration fails on the values of a later version. */
    @ParameterizedTest
    @CsvSource({
        "Level, stored authentic openable complete current restorable",
        "Outcome, pass warn fail skipped",
        "Verdict, pass warn fail",
        "Stored, yes no unknown",
        "RecoveryPointKey, certain ambiguous unknown",
        "RecoveryPointState, complete partial",
        "RunState, running ready failed",
        "SecretRole, encryption credential backup-credentials certificate additional"
    })
    void lists_the_known_words_of_an_answer_without_closing_the_list(String schema, String words) {
        var known = List.of(words.split(" ", -1));
        document()
                .body("components.schemas.%s.type".formatted(schema), is("string"))
                .body("components.schemas.%s.'x-extensible-enum'".formatted(schema), is(known))
                .body(
                        "components.schemas.%s.description".formatted(schema),
                        endsWith("Known values: %s. Later versions may add others."
                                .formatted(String.join(", ", known))));
    }

    @Test
    void closes_no_answer() throws Exception {
        for (var schema : parsed().at("/components/schemas").properties()) {
            var open = schema.getValue().path("additionalProperties");
            if (schema.getValue().has("properties") && !open.equals(BooleanNode.FALSE)) {
                assertThat(open).as(schema.getKey()).isEqualTo(BooleanNode.TRUE);
                assertThat(schema.getValue().findValues("enum"))
                        .as(schema.getKey())
                        .isEmpty();
            }
            if (schema.getValue().has("enum")) {
                assertThat(schema.getKey()).isEqualTo("FailOn");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/{id}/verifications", "/latest/verifications"})
    void requires_no_body(String path) {
        document().body("paths.'%s'.post.requestBody.required".formatted(BUNDLES + path), is(not(true)));
    }

    @Test
    void describes_every_schema_and_property() throws Exception {
        for (var schema : parsed().at("/components/schemas").properties()) {
            assertThat(schema.getValue().path("description").asText())
                    .as(schema.getKey())
                    .isNotBlank();
            for (var property : schema.getValue().path("properties").properties()) {
                assertThat(property.getValue().path("description").asText())
                        .as("%s.%s", schema.getKey(), property.getKey())
                        .isNotBlank();
            }
        }
    }

    @Test
    void says_that_a_request_has_no_other_members() throws Exception {
        var document = parsed();
        assertThat(operations().findValues("requestBody")).isNotEmpty();
        for (var body : operations().findValues("requestBody")) {
            var reference = body.at("/content/application~1json/schema").toString();
            var name = reference.replaceAll("(?s).*#/components/schemas/(\\w+)\".*", "$1");
            assertThat(document.at("/components/schemas/" + name).path("additionalProperties"))
                    .as(name)
                    .isEqualTo(BooleanNode.FALSE);
        }
    }

    @Test
    void describes_every_header() throws Exception {
        var described = parsed().at("/components/headers");
        for (var headers : operations().findValues("headers")) {
            for (var header : headers.properties()) {
                assertThat(header.getValue().path("$ref").asText())
                        .isEqualTo("#/components/headers/" + header.getKey());
                assertThat(described.path(header.getKey()).path("description").asText())
                        .as(header.getKey())
                        .isNotBlank();
                assertThat(described.path(header.getKey()).has("schema"))
                        .as(header.getKey())
                        .isTrue();
            }
        }
    }

    @Test
    void names_no_type_of_java() {
        assertThat(document().extract().jsonPath().<String, Object>getMap("components.schemas"))
                .containsKey("Timestamp")
                .doesNotContainKeys("Instant", "OffsetDateTime", "Entry", "JsonNode");
    }

    @Test
    void has_a_server_a_contact_and_described_tags() {
        document()
                .body("servers.url", contains(".."))
                .body("info.contact.name", is(not(blankOrNullString())))
                .body("tags.findAll { !it.description }", is(List.of()));
    }

    @Test
    void shows_in_a_browser() {
        given().accept("text/html")
                .get("/q/swagger-ui")
                .then()
                .statusCode(200)
                .contentType(ContentType.HTML)
                .header("Content-Security-Policy", containsString("frame-ancestors 'none'"))
                .header("X-Content-Type-Options", "nosniff");
    }

    private static ValidatableResponse document() {
        return when().get("/q/openapi?format=json").then().statusCode(200);
    }

    /** What is answered, also where it is what other operations answer too. */
    private static JsonNode resolved(JsonNode response, JsonNode document) {
        var reference = response.path("$ref").asText("#");
        return reference.equals("#") ? response : document.at(reference.substring(1));
    }

    /** The operations by path and method. */
    private static JsonNode operations() throws Exception {
        return parsed().path("paths");
    }

    private static JsonNode parsed() throws Exception {
        return new ObjectMapper().readTree(document().extract().asByteArray());
    }
}
