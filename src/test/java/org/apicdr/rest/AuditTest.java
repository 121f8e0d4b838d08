package org.apicdr.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One line for each call, where nobody is asked who he is. */
@QuarkusTest
class AuditTest extends RestTest {

    private static final String CALLER = "anonymous: ";

    private final CapturedLog log = CapturedLog.start();

    @AfterEach
    void stop() {
        log.close();
    }

    @Test
    void says_which_bundle_a_call_came_to_be_about() {
        world().subsystem();
        var id = captured();

        asks().get(BUNDLES + "/latest/archive");
        asks().delete(BUNDLES + "/" + id + "?force=true");

        var lines = lines(3);
        assertThat(lines)
                .extracting(line -> line.get("verb"))
                .containsExactly("create bundles", "get bundles/archive", "delete bundles");
        assertThat(lines)
                .allSatisfy(line -> assertThat(line)
                        .containsEntry("who", "anonymous")
                        .containsEntry("namespace", RestTestEnvironment.NAMESPACE)
                        .containsEntry("bundleId", id)
                        .containsEntry("outcome", "done")
                        .containsKey("requestId")
                        .doesNotContainKey("reason"));
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/v1/bundles/latest, 404, bundle-not-found, refused",
        "GET, /api/v1/nothing, 404, not-found, refused",
        "PATCH, /api/v1/bundles, 405, method-not-allowed, refused",
        "GET, /api/v1/bundles?limit=0, 400, invalid-request, refused",
        "POST, /api/v1/bundles, 404, subsystem-not-found, refused"
    })
    void says_why_a_call_was_refused(String method, String path, String status, String reason, String outcome) {
        asks().request(method, path);

        assertThat(lines(1))
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .containsEntry("path", path.split("\\?", -1)[0])
                        .containsEntry("status", status)
                        .containsEntry("reason", reason)
                        .containsEntry("outcome", outcome));
    }

    @Test
    void says_that_a_token_was_tried_on_another_page() {
        asks().header("Authorization", "Bearer any").get("/q/nothing");
        asks().header("Authorization", "Bearer any").get("/q/metrics");

        assertThat(lines(2))
                .extracting(line -> line.get("path") + " " + line.get("status"))
                .containsExactlyInAnyOrder("/q/nothing 404", "/q/metrics 200");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/bundles/%s", "/bundles/%s/archive", "/database-backups/%s", "/nothing/%s"})
    void does_not_repeat_a_long_word_that_is_no_id(String path) {
        var secret = "eyJhbGciOiJSUzI1NiIsImtpZCI6IiJ9";

        var problem = asks().get("/api/v1" + path.formatted(secret)).then().statusCode(404);

        assertThat(problem.extract().asString())
                .doesNotContain(secret.substring(0, 12))
                .contains("…");
        assertThat(lines(1))
                .singleElement()
                .satisfies(line -> assertThat(line).containsEntry("path", "/api/v1" + path.formatted("…")));
    }

    @Test
    void says_what_was_refused_before_any_resource_was_reached() {
        asks().header("Host", "evil.example.com").get(BUNDLES);
        asks().body(new byte[70_000]).post(BUNDLES);

        assertThat(lines(2))
                .extracting(line -> line.get("reason"))
                .containsExactly("host-not-allowed", "request-entity-too-large");
    }

    @Test
    void says_that_an_uri_was_malformed() {
        for (var target : List.of(BUNDLES + "?limit=%zz", BUNDLES + "%zz")) {
            try (var caller = RawHttp.connect()) {
                caller.say("GET %s HTTP/1.1".formatted(target), "").hear();
            }
        }

        assertThat(lines(2))
                .allSatisfy(line -> assertThat(line)
                        .containsEntry("status", "400")
                        .containsEntry("reason", "bad-request")
                        .containsKey("requestId"))
                .extracting(line -> line.get("path"))
                .containsExactly(BUNDLES, BUNDLES + "%25zz");
    }

    @Test
    void says_when_the_store_failed() {
        world().stopStore();
        try {
            asks().get(BUNDLES + "?namespace=" + RestTestEnvironment.SECOND);

            assertThat(lines(1))
                    .singleElement()
                    .satisfies(line -> assertThat(line)
                            .containsEntry("verb", "list bundles")
                            .containsEntry("namespace", RestTestEnvironment.SECOND)
                            .containsEntry("outcome", "failed")
                            .containsEntry("reason", "store-unavailable"));
        } finally {
            world().resumeStore();
            // otherwise the next test can find the line of the call by which this one waited for the store
            await().until(() -> log.text().contains("done, 200"));
        }
    }

    @Test
    void keeps_no_account_of_pages() {
        asks().get("/q/health/live");
        asks().get("/q/openapi");
        asks().get(BUNDLES);

        assertThat(lines(1)).extracting(line -> line.get("path")).containsExactly(BUNDLES);
    }

    @Test
    void cannot_be_made_to_begin_another_line() {
        asks().urlEncodingEnabled(false).get("/api/v1/%0AINFO%20anonymous:%20all%20is%20well");

        assertThat(lines(1))
                .singleElement()
                .satisfies(line -> assertThat(line.get("path")).doesNotContain("\n"));
    }

    /** A line is written when its answer has left. */
    private List<Map<String, String>> lines(int count) {
        return await().atMost(Duration.ofSeconds(10)).until(() -> log.fields(CALLER), lines -> lines.size() == count);
    }

    private static RequestSpecification asks() {
        return given().contentType("application/json");
    }
}
