package org.apicdr.rest.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.apicdr.rest.page.CannedApi.Answer;

/** The examples of docs/openapi.yaml, which tests change and which stay valid by its schemas. */
final class DocumentedAnswers {

    private final JsonNode document;
    private final JsonNode components;

    DocumentedAnswers() {
        try {
            document = new YAMLMapper().readTree(Path.of("docs", "openapi.yaml").toFile());
            components = document.path("components");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A copy of an example. */
    ObjectNode example(String name) {
        return components.path("examples").path(name).required("value").<ObjectNode>deepCopy();
    }

    /** A problem that the document shows for an operation. */
    Answer problem(String path, String method, String slug) {
        for (var response :
                document.path("paths").required(path).required(method).path("responses")) {
            var problem = resolved(resolved(response)
                            .path("content")
                            .path("application/problem+json")
                            .path("examples")
                            .path(slug))
                    .path("value");
            if (problem.isObject()) {
                return new Answer(
                        problem.path("status").asInt(), "application/problem+json", Buffer.buffer(problem.toString()));
            }
        }
        throw new AssertionError(slug);
    }

    private JsonNode resolved(JsonNode json) {
        var reference = json.path("$ref").asText();
        return reference.isEmpty() ? json : document.at(reference.substring(1));
    }

    /** The JSON of an answer that is valid by a schema. */
    String valid(String schema, JsonNode answer) {
        var root = components.path("schemas").required(schema).<ObjectNode>deepCopy();
        root.putObject("components").set("schemas", components.path("schemas"));
        var settings =
                SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
        assertThat(JsonSchemaFactory.getInstance(VersionFlag.V202012)
                        .getSchema(root, settings)
                        .validate(answer))
                .as(schema)
                .isEmpty();
        return answer.toString();
    }

    /** A check of a report, found by its id. */
    static ObjectNode check(JsonNode report, String id) {
        for (var check : report.withArray("checks")) {
            if (check.path("id").asText().equals(id)) {
                return (ObjectNode) check;
            }
        }
        throw new AssertionError(id);
    }

    static void outcome(ObjectNode report, String id, String outcome, String detail, String remedy) {
        var check = check(report, id).put("outcome", outcome).put("detail", detail);
        if (remedy.isEmpty()) {
            check.remove("remedy");
        } else {
            check.put("remedy", remedy);
        }
    }

    static int count(ObjectNode report, String outcome) {
        int count = 0;
        for (var check : report.withArray("checks")) {
            count += check.path("outcome").asText().equals(outcome) ? 1 : 0;
        }
        return count;
    }
}
