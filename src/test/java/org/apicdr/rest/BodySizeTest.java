package org.apicdr.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class BodySizeTest extends RestTest {

    private static final byte[] TOO_LARGE =
            "{\"reason\": \"%s\"}".formatted("x".repeat(70_000)).getBytes(StandardCharsets.UTF_8);

    @Test
    void is_bounded_where_it_is_announced() throws IOException, InterruptedException {
        assertTooLarge(BodyPublishers.ofByteArray(TOO_LARGE));
    }

    @Test
    void is_bounded_where_it_comes_in_chunks() throws IOException, InterruptedException {
        assertTooLarge(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(TOO_LARGE)));
    }

    @Test
    void is_read_where_it_comes_in_chunks() throws IOException, InterruptedException {
        world().subsystem();
        var body = "{}".getBytes(StandardCharsets.UTF_8);

        var answer = post(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)));

        assertThat(answer.statusCode()).isEqualTo(201);
    }

    /** An empty one has come to its end before anybody asks for it. */
    @ParameterizedTest
    @CsvSource({"Content-Length: 0, false", "Transfer-Encoding: chunked, true"})
    void is_not_waited_for_where_it_is_empty(String announced, boolean inChunks) {
        try (var caller = RawHttp.connect()) {
            var head = "POST %s HTTP/1.1\n%s\nConnection: close".formatted(BUNDLES, announced);
            var answer = caller.say(head, inChunks ? "0\r\n\r\n" : "").hear();

            assertThat(answer.status()).isEqualTo(404);
        }
    }

    /** As {@code curl -X POST} does. */
    @Test
    void is_not_waited_for_where_none_is_announced() {
        try (var caller = RawHttp.connect()) {
            var answer = caller.say(
                            "POST %s HTTP/1.1\nContent-Type: application/json\nConnection: close".formatted(BUNDLES),
                            "")
                    .hear();

            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.json().getString("type")).isEqualTo("urn:apic-dr:problem:subsystem-not-found");
        }
    }

    private static void assertTooLarge(BodyPublisher body) throws IOException, InterruptedException {
        var answer = post(body);

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        var problem = JsonPath.from(answer.body());
        assertThat(problem.getString("type")).isEqualTo("urn:apic-dr:problem:request-entity-too-large");
        assertThat(problem.getString("title")).isNotBlank();
        assertThat(problem.getInt("status")).isEqualTo(413);
        assertThat(problem.getString("instance")).isEqualTo(BUNDLES);
    }

    private static HttpResponse<String> post(BodyPublisher body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(BUNDLES))
                .header("Content-Type", "application/json")
                .POST(body));
    }
}
