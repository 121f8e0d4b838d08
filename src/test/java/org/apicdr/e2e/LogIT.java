package org.apicdr.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.apicdr.testsupport.IntegrationEnvironment;
import org.apicdr.testsupport.KubeApi;
import org.apicdr.testsupport.KubeApiExtension;
import org.apicdr.testsupport.RunningService;
import org.apicdr.testsupport.SampleSubsystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the packaged service writes where no terminal shows it. */
@ExtendWith(KubeApiExtension.class)
@Tag("store")
class LogIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final IntegrationEnvironment parts;
    private final SampleSubsystem subsystem;

    LogIT(KubeApi api) {
        this.parts = IntegrationEnvironment.start(api);
        this.subsystem = SampleSubsystem.release1005WithPortal(api.client(), api.namespace("logged"));
    }

    @AfterEach
    void stop() {
        parts.close();
    }

    @Test
    void is_json_line_by_line_with_the_values_of_captures_and_verifications_as_fields() {
        List<JsonNode> lines;
        String id;
        try (var service = parts.service(List.of(subsystem.namespace()))) {
            id = post(service, "deploy-7", "");
            post(service, "deploy-8", "/latest/verifications");
            lines = lines(service);
        }

        assertThat(lines)
                .allSatisfy(line ->
                        assertThat(line.has("timestamp") && line.has("level")).isTrue());
        assertThat(of("deploy-7", lines)).hasSize(2).first().satisfies(line -> {
            assertThat(line.path("level").asText()).isEqualTo("INFO");
            assertThat(line.path("message").asText()).startsWith("Captured " + id + ": ");
            assertThat(line.at("/mdc/bundleId").asText()).isEqualTo(id);
            assertThat(line.at("/mdc/secrets").asInt()).isPositive();
            assertThat(line.at("/mdc/sizeBytes").asLong()).isPositive();
            assertThat(line.at("/mdc/durationMillis").asLong()).isPositive();
        });
        assertThat(of("deploy-7", lines)).last().satisfies(line -> {
            assertThat(line.path("loggerName").asText()).isEqualTo("org.apicdr.access.Audit");
            assertThat(line.at("/mdc/verb").asText()).isEqualTo("create bundles");
            assertThat(line.at("/mdc/bundleId").asText()).isEqualTo(id);
            assertThat(line.at("/mdc/outcome").asText()).isEqualTo("done");
        });
        assertThat(of("deploy-8", lines)).hasSize(2).first().satisfies(line -> {
            assertThat(line.path("message").asText()).startsWith("Verified " + id + ": pass, ");
            assertThat(line.at("/mdc/verdict").asText()).isEqualTo("pass");
        });
    }

    @Test
    void is_plain_where_the_operator_says_so() {
        var properties = parts.properties(List.of(subsystem.namespace()));
        properties.put("quarkus.log.console.json.enabled", "false");
        try (var service = RunningService.start(parts.folder(), properties)) {
            var id = post(service, "deploy-9", "");

            assertThat(service.log()).containsPattern("INFO .* deploy-9 Captured " + id + ": \\d+ secrets");
        }
    }

    /** The id in the answer. */
    private static String post(RunningService service, String requestId, String path) {
        var answer = new ApiClient(service)
                .asks()
                .header("X-Request-Id", requestId)
                .body(Map.of())
                .post("/api/v1/bundles" + path)
                .then()
                .header("X-Request-Id", requestId)
                .extract();
        return String.valueOf(answer.<Object>path("id"));
    }

    private static List<JsonNode> of(String requestId, List<JsonNode> lines) {
        return lines.stream()
                .filter(line -> line.at("/mdc/requestId").asText().equals(requestId))
                .toList();
    }

    private static List<JsonNode> lines(RunningService service) {
        return service.log().lines().map(LogIT::parse).toList();
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("no JSON: " + line, e);
        }
    }
}
