package org.apicdr.rest;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class RequestIdTest extends RestTest {

    private static final String HEADER = "X-Request-Id";

    private static final String MADE_HERE = "[0-9a-f-]{36}";

    @ParameterizedTest
    @ValueSource(strings = {"a", "build-17.3_x", "0123456789012345678901234567890123456789012345678901234567890123"})
    void is_the_callers_where_it_is_harmless(String id) {
        given().header(HEADER, id).get("/api/v1/trust").then().statusCode(200).header(HEADER, is(id));
    }

    @ParameterizedTest
    @MethodSource
    void is_a_new_one_where_the_callers_might_do_harm(String id) {
        given().header(HEADER, id).get("/api/v1/trust").then().header(HEADER, matchesPattern(MADE_HERE));
    }

    static Stream<String> is_a_new_one_where_the_callers_might_do_harm() {
        return Stream.of("", "a b", "a\tb", "<b>", "a;b", "\u00e4", "a".repeat(65));
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/v1/nothing, 404",
        "GET, /nothing, 404",
        "GET, /q/nothing, 404",
        "GET, /api/v1/bundles/none, 404",
        "GET, /api/v1/bundles?limit=0, 400",
        "GET, /api/v1/bundles?limit=x, 400",
        "PUT, /api/v1/bundles, 405"
    })
    void stands_in_every_problem(String method, String path, int status) {
        assertNamed(given().header(HEADER, "mine").request(method, path).then(), status);
    }

    @Test
    void stands_in_what_is_answered_before_a_path_is_looked_for() {
        assertNamed(
                given().header(HEADER, "mine")
                        .header("Origin", "http://evil.example.com")
                        .get(BUNDLES)
                        .then(),
                403);
        assertNamed(post("mine", BUNDLES, " ".repeat(70_000)), 413);
        assertNamed(post("mine", BUNDLES, "{"), 400);
        assertNamed(
                given().header(HEADER, "mine")
                        .contentType("text/plain")
                        .body("{}")
                        .post(BUNDLES)
                        .then(),
                415);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/health/live", "/q/metrics", "/q/openapi", "/api/v1/subsystems"})
    void stands_in_every_answer(String path) {
        when().get(path).then().statusCode(200).header(HEADER, matchesPattern(MADE_HERE));
    }

    @Test
    void stands_in_the_log_beside_what_was_captured_and_verified() {
        world().subsystem();
        try (var log = CapturedLog.start()) {
            String id = post("first", BUNDLES, "{}").statusCode(201).extract().path("id");
            post("second", BUNDLES + "/latest/verifications", "{}").statusCode(200);

            assertThat(log.fields("Captured " + id))
                    .singleElement()
                    .satisfies(fields -> assertThat(fields)
                            .containsEntry("requestId", "first")
                            .containsEntry("bundleId", id)
                            .containsEntry("secrets", "9")
                            .containsKeys("sizeBytes", "durationMillis"));
            assertThat(log.fields("Verified " + id))
                    .singleElement()
                    .satisfies(fields -> assertThat(fields)
                            .containsEntry("requestId", "second")
                            .containsEntry("bundleId", id)
                            .containsEntry("verdict", "pass")
                            .containsEntry("secrets", "9")
                            .containsKeys("sizeBytes", "durationMillis"));
        }
    }

    @Test
    void is_carried_to_what_is_done_side_by_side() {
        try (var log = CapturedLog.start()) {
            var ids = List.of("one", "two", "three", "four");
            ids.parallelStream()
                    .forEach(id -> given().header(HEADER, id)
                            .get(SideBySide.PATH)
                            .then()
                            .statusCode(200));

            for (var words : List.of("this side", "that side")) {
                assertThat(log.fields(words))
                        .extracting(fields -> fields.get("requestId"))
                        .containsExactlyInAnyOrderElementsOf(ids);
            }
        }
    }

    private static ValidatableResponse post(String id, String path, String body) {
        return given().header(HEADER, id)
                .contentType(ContentType.JSON)
                .body(body)
                .post(path)
                .then();
    }

    private static void assertNamed(ValidatableResponse answer, int status) {
        answer.statusCode(status)
                .contentType("application/problem+json")
                .header(HEADER, is("mine"))
                .body("requestId", is("mine"));
    }
}
