package org.apicdr.rest;

import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Requests of every operation of the API document, made at random from its schemas, valid and not. Whatever is sent, the
 * answer is one that the document describes.
 *
 * <p>{@code -Dapi-fuzz.seconds=600} goes on for that long, {@code -Dapi-fuzz.seed=…} begins with another case. A name below
 * {@code apic-dr} would be an unknown property of the service, which then does not start.
 */
@QuarkusTest
class ApiFuzzTest extends RestTest {

    /** Of each operation in each of the {@link #worlds}. */
    private static final int CASES = 16;

    private static final int MOST_IDS = 8;

    private static final int MOST_FLAWS = 20;

    /** What HTTP itself says of a request, which the document has under {@code default}. */
    private static final Set<Integer> OF_HTTP = Set.of(406, 415, 417);

    private static final Pattern REQUEST_ID = Pattern.compile("\r\nx-request-id: (.+?)\r\n");

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Map<JsonNode, JsonSchema> schemas = new HashMap<>();
    private final List<String> ids = new ArrayList<>();
    private final List<String> flaws = new ArrayList<>();
    private JsonNode document = MissingNode.getInstance();

    @Test
    void every_answer_is_one_that_the_document_describes() throws IOException {
        document = MAPPER.readTree(when().get("/q/openapi?format=json")
                .then()
                .statusCode(200)
                .extract()
                .asByteArray());
        long seed = Long.getLong("api-fuzz.seed", 1);
        long seconds = Long.getLong("api-fuzz.seconds", 0);
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        long cases = 0;
        do {
            long round = seed + cases;
            for (var world : worlds()) {
                startAfresh();
                ids.clear();
                ids.addAll(List.of(
                        "latest", "management-5b1e07d4-20261122T030000Z-962acd29", "20261122t030000z-1f9a3c2b"));
                world.run();
                for (var path : document.path("paths").properties()) {
                    for (var operation : path.getValue().properties()) {
                        for (int i = 0; i < CASES; i++) {
                            send(path.getKey(), operation, seed + cases, round);
                            cases++;
                        }
                    }
                }
            }
        } while (flaws.isEmpty() && System.nanoTime() < end);
        System.out.printf("sent %d requests from seed %d%n", cases, seed);
        assertThat(flaws).isEmpty();
    }

    /** Nothing, one subsystem with a bundle, and two subsystems. */
    private List<Runnable> worlds() {
        return List.of(
                () -> {},
                () -> {
                    world().subsystemWithPortal();
                    ids.add(captured());
                },
                () -> {
                    world().subsystem();
                    world().subsystem(RestTestEnvironment.SECOND);
                    ids.add(captured("{\"namespace\": \"apic\"}"));
                    ids.add(captured("{\"namespace\": \"second\"}"));
                });
    }

    private void send(String path, Map.Entry<String, JsonNode> operation, long seed, long round) throws IOException {
        var request = new RandomRequest(document, operation.getKey(), path, ids, seed);
        try (var caller = RawHttp.connect()) {
            var answer = caller.say(request.head(), request.body()).hear();
            var responses = operation.getValue().path("responses");
            flaw(request, responses, answer)
                    .filter(flaw -> flaws.size() < MOST_FLAWS)
                    .ifPresent(
                            flaw -> flaws.add("%n%s%nseed %d: %s%n%.1000s%n".formatted(flaw, round, request, answer)));
        }
    }

    /** Returns what is wrong with an answer. */
    private Optional<String> flaw(RandomRequest request, JsonNode responses, RawHttp.Answer answer) throws IOException {
        int status = answer.status();
        var requestId = REQUEST_ID.matcher(answer.head());
        if (!requestId.find()) {
            return Optional.of("no X-Request-Id");
        }
        var described = resolved(responses.path(Integer.toString(status)));
        if (status >= 500 && (status != 503 || described.isMissingNode())) {
            return Optional.of("a failure that is not described");
        }
        if (request.sameOperation() && described.isMissingNode() && !OF_HTTP.contains(status)) {
            return Optional.of("a status that is not described");
        }
        if (request.method().equals("HEAD") || (answer.body().isEmpty() && status < 300)) {
            return Optional.empty();
        }
        if (status >= 400) {
            return problemFlaw(answer, requestId.group(1));
        }
        return request.sameOperation() && answer.head().contains("\r\ncontent-type: application/json")
                ? invalid(described.at("/content/application~1json/schema"), joined(answer))
                : Optional.empty();
    }

    /** Returns a body of JSON, which has no line ends of its own, without the lengths of its chunks. */
    private static String joined(RawHttp.Answer answer) {
        return answer.head().contains("\r\ntransfer-encoding: chunked")
                ? ("\r\n" + answer.body()).replaceAll("\r\n[0-9a-f]+\r\n", "")
                : answer.body();
    }

    private Optional<String> problemFlaw(RawHttp.Answer answer, String requestId) throws IOException {
        if (!answer.head().contains("\r\ncontent-type: application/problem+json")) {
            return Optional.of("an error that is no problem");
        }
        var invalid = invalid(resolved(document.at("/components/schemas/Problem")), answer.body());
        if (invalid.isPresent()) {
            return invalid;
        }
        var problem = MAPPER.readTree(answer.body());
        if (problem.path("detail").asText().isBlank()) {
            return Optional.of("a problem without detail");
        }
        return problem.path("requestId").asText().equalsIgnoreCase(requestId)
                        && problem.path("status").asInt() == answer.status()
                ? Optional.empty()
                : Optional.of("a problem with another request id or status than its answer");
    }

    /** Returns why a JSON text is not valid by a schema, and remembers the id that it may have. */
    private Optional<String> invalid(JsonNode schema, String text) {
        try {
            var json = MAPPER.readTree(text);
            if (json.hasNonNull("id") && ids.size() < MOST_IDS) {
                ids.add(json.path("id").asText());
            }
            var messages = schemas.computeIfAbsent(schema, this::compiled)
                    .validate(json)
                    .toString();
            return messages.equals("[]") ? Optional.empty() : Optional.of("not as its schema says: " + messages);
        } catch (JsonProcessingException e) {
            return Optional.of("not JSON: " + e.getOriginalMessage());
        }
    }

    private JsonSchema compiled(JsonNode schema) {
        var root = ((ObjectNode) schema).deepCopy();
        root.putObject("components").set("schemas", document.at("/components/schemas"));
        return JsonSchemaFactory.getInstance(VersionFlag.V202012)
                .getSchema(
                        root,
                        SchemaValidatorsConfig.builder()
                                .formatAssertionsEnabled(true)
                                .build());
    }

    private JsonNode resolved(JsonNode response) {
        var reference = response.path("$ref").asText();
        return reference.isEmpty() ? response : document.at(reference.substring(1));
    }
}
