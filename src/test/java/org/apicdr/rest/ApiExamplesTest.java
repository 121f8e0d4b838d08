package org.apicdr.rest;

import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apicdr.core.ErrorCode;
import org.apicdr.rest.problem.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the API document shows is what the service takes and answers. */
@QuarkusTest
class ApiExamplesTest extends RestTest {

    /** A time to the second, and the character behind it. */
    private static final Pattern TIME = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}.?");

    @Test
    void every_operation_has_a_summary_and_a_description() throws IOException {
        for (var operation : operations()) {
            assertThat(operation.path("summary").asText()).as("%s", operation).isNotBlank();
            assertThat(operation.path("description").asText())
                    .as("%s", operation)
                    .isNotBlank();
        }
    }

    @Test
    void every_request_answer_and_problem_has_an_example() throws IOException {
        for (var operation : operations()) {
            for (var content : operation.findValues("content")) {
                for (var media : content.properties()) {
                    assertThat(media.getValue().has("schema"))
                            .as("%s in %s", media.getKey(), operation.path("operationId"))
                            .isTrue();
                    assertThat(media.getKey().equals("application/x-tar")
                                    || !media.getValue().path("examples").isEmpty())
                            .as("%s in %s", media.getKey(), operation.path("operationId"))
                            .isTrue();
                }
            }
        }
    }

    @Test
    void an_answer_is_shown_once_in_the_document_and_referred_to() throws IOException {
        for (var path : document().path("paths")) {
            for (var operation : path) {
                for (var media : operation.findValues("application/json")) {
                    assertThat(media.path("examples").valueStream())
                            .as("%s", operation.path("operationId"))
                            .allMatch(example -> example.has("$ref"));
                }
            }
        }
    }

    /** Swagger UI sends the first example, unless the caller changes it. */
    @Test
    void the_first_example_of_an_optional_body_records_and_overrides_nothing() throws IOException {
        for (var operation : operations()) {
            var body = operation.path("requestBody");
            var examples = body.at("/content/application~1json/examples").elements();
            if (examples.hasNext() && !body.path("required").asBoolean()) {
                assertThat(examples.next().path("value").propertyStream().map(Map.Entry::getKey))
                        .as("%s", operation.path("operationId"))
                        .isSubsetOf("levels");
            }
        }
    }

    @Test
    void every_parameter_has_a_description_and_an_example() throws IOException {
        for (var operation : operations()) {
            for (var parameter : operation.path("parameters")) {
                assertThat(parameter.path("description").asText())
                        .as("%s", parameter)
                        .isNotBlank();
                assertThat(parameter.at("/schema").has("examples")
                                || parameter.at("/schema").has("$ref"))
                        .as("%s", parameter)
                        .isTrue();
            }
        }
    }

    @Test
    void every_problem_is_shown_as_it_is_answered() throws IOException {
        for (var operation : operations()) {
            for (var response : operation.path("responses").properties()) {
                for (var example : problems(response.getValue()).properties()) {
                    var problem = example.getValue().path("value");
                    assertThat(problem.path("type").asText()).isEqualTo("urn:apic-dr:problem:" + example.getKey());
                    assertThat(problem.path("status").asText()).matches(status(response.getKey()));
                    assertThat(new ObjectMapper().convertValue(problem, Problem.class))
                            .as("%s of %s", example.getKey(), operation.path("operationId"))
                            .hasNoNullFieldsOrPropertiesExcept("missing", "candidates", "stored", "report");
                    Arrays.stream(ErrorCode.values())
                            .filter(errorCode -> errorCode.slug().equals(example.getKey()))
                            .forEach(errorCode ->
                                    assertThat(problem.path("title").asText()).isEqualTo(errorCode.title()));
                }
            }
        }
    }

    @Test
    void answers_have_the_members_that_are_shown() throws IOException {
        world().subsystemWithPortal();
        var id = captured("{\"reason\": \"before the upgrade\"}");

        assertShown("bundle", when().get(BUNDLES + "/" + id).then());
        assertShown(
                "recoveryPlan",
                when().get(BUNDLES + "/" + id + "/recovery-plan").then());
        assertShown("verificationPassed", post(BUNDLES + "/" + id + "/verifications", "{}"));
        assertShown("bundlePage", when().get(BUNDLES).then());
        assertShown("subsystemList", when().get("/api/v1/subsystems").then());
        assertShown("recoveryPointList", when().get("/api/v1/recovery-points").then());
        assertShown("trust", when().get("/api/v1/trust").then());
    }

    @Test
    void a_bundle_that_was_changed_has_the_members_that_are_shown() throws IOException {
        world().subsystem();
        var id = captured();
        var file = world().file(id);
        var bytes = Files.readAllBytes(file);
        bytes[bytes.length - 4000] ^= 1;
        Files.write(file, bytes);

        post(BUNDLES + "/" + id + "/verifications", "{}");

        assertShown("forgedBundle", when().get(BUNDLES + "/" + id).then());
        assertShown("roundFailed", post("/api/v1/verifications", "{}"));
    }

    @Test
    void every_time_is_shown_as_it_is_answered() throws IOException {
        assertTimes(document());
    }

    @Test
    void a_refused_capture_has_the_members_that_are_shown() throws IOException {
        var subsystem = world().subsystem();
        subsystem.deleteSecret("management-juhu-cred");

        var shown = problem("captureBundle", "409", "subsystem-incomplete");

        assertThat(members(json(capture("{}").statusCode(409)))).isEqualTo(members(shown));
    }

    @Test
    void a_failed_verification_has_the_members_that_are_shown() throws IOException {
        var subsystem = world().subsystem();
        captured();
        subsystem.rotateSecret("management-atm-cred");

        var shown = problem("verifyLatestBundle", "409", "verification-failed");
        var answer = post(BUNDLES + "/latest/verifications?failOn=fail", "{\"levels\": [\"current\"]}");

        assertThat(members(json(answer.statusCode(409)))).isEqualTo(members(shown));
    }

    @ParameterizedTest
    @CsvSource({
        "capture, ''",
        "captureWithReason, ''",
        "captureIfChanged, ''",
        "captureForced, ''",
        "verifyAll, /latest/verifications",
        "verifyLevels, /latest/verifications",
        "verifyAll, /../verifications",
        "verifyAuthentic, /../verifications"
    })
    void requests_that_are_shown_are_taken(String example, String path) throws IOException {
        world().subsystem();
        captured();

        var answer = post(
                URI.create(BUNDLES + path).normalize().toString(),
                document()
                        .at("/components/examples/%s/value".formatted(example))
                        .toString());

        assertThat(answer.extract().statusCode()).isIn(200, 201);
    }

    private static void assertShown(String example, ValidatableResponse answer) throws IOException {
        var shown = document().at("/components/examples/%s/value".formatted(example));
        var answered = json(answer.statusCode(200));
        assertThat(members(answered)).as(example).isEqualTo(members(shown));
        assertTimes(answered);
    }

    private static void assertTimes(JsonNode json) {
        if (json.isTextual()) {
            assertThat(TIME.matcher(json.asText()).results())
                    .allMatch(time -> time.group().endsWith("Z"));
        }
        json.forEach(ApiExamplesTest::assertTimes);
    }

    /** The paths of all members; a list counts as one. */
    static Set<String> members(JsonNode json) {
        var members = new TreeSet<String>();
        collect("", json, members);
        return members;
    }

    private static void collect(String path, JsonNode json, Set<String> members) {
        members.add(path);
        json.properties().forEach(member -> collect(path + "." + member.getKey(), member.getValue(), members));
        if (json.isArray()) {
            json.forEach(item -> collect(path + "[]", item, members));
        }
    }

    private static JsonNode problem(String operationId, String status, String slug) throws IOException {
        for (var operation : operations()) {
            if (operation.path("operationId").asText().equals(operationId)) {
                return problems(operation.path("responses").path(status))
                        .path(slug)
                        .path("value");
            }
        }
        throw new AssertionError(operationId);
    }

    private static JsonNode problems(JsonNode response) {
        return response.path("content").path("application/problem+json").path("examples");
    }

    private static String status(String key) {
        return key.equals("default") ? "[45][0-9]{2}" : key;
    }

    /** Returns the operations with their examples and responses in place of the references to them. */
    private static Iterable<JsonNode> operations() throws IOException {
        var document = document();
        return () -> document.path("paths")
                .valueStream()
                .flatMap(JsonNode::valueStream)
                .map(operation -> resolved(operation, document))
                .iterator();
    }

    private static JsonNode resolved(JsonNode json, JsonNode document) {
        var reference = json.path("$ref").asText();
        if (reference.startsWith("#/components/examples/") || reference.startsWith("#/components/responses/")) {
            return resolved(document.at(reference.substring(1)), document);
        }
        if (json instanceof ObjectNode object) {
            var copy = object.objectNode();
            object.properties().forEach(member -> copy.set(member.getKey(), resolved(member.getValue(), document)));
            return copy;
        }
        return json;
    }

    private static JsonNode document() throws IOException {
        return json(when().get("/q/openapi?format=json").then().statusCode(200));
    }

    private static JsonNode json(ValidatableResponse answer) throws IOException {
        return new ObjectMapper().readTree(answer.extract().asByteArray());
    }
}
