package org.apicdr.rest;

import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A service that takes one request at a time. */
@QuarkusTest
@TestProfile(TightLimitsProfile.class)
class ConcurrencyTest extends RestTest {

    private static final String TRUST = "/api/v1/trust";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String POST = """
            POST /api/v1/bundles HTTP/1.1
            Content-Type: application/json
            """;

    @Test
    void is_bounded_and_asks_for_patience() {
        world().subsystem();
        try (var rename = world().holdRename()) {
            var capture = CompletableFuture.runAsync(ConcurrencyTest::capturedWhenThereIsRoom);
            rename.awaitArrival();

            when().get(TRUST)
                    .then()
                    .spec(problem(429, "too-many-requests"))
                    .header("Retry-After", is("5"))
                    .body("detail", containsString("apic-dr.limits.concurrent-requests"));

            rename.release();
            capture.join();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/health/live", "/q/health/ready", "/q/health", "/q/metrics", "/q/openapi"})
    void leaves_room_for_those_who_watch(String path) {
        world().subsystem();
        try (var rename = world().holdRename()) {
            var capture = CompletableFuture.runAsync(ConcurrencyTest::capturedWhenThereIsRoom);
            rename.awaitArrival();

            when().get(path).then().statusCode(200);

            rename.release();
            capture.join();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/healthz", "/q/metrics-of-another", "/q/openapis"})
    void leaves_no_room_for_a_path_that_only_begins_like_theirs(String path) {
        world().subsystem();
        try (var rename = world().holdRename()) {
            var capture = CompletableFuture.runAsync(ConcurrencyTest::capturedWhenThereIsRoom);
            rename.awaitArrival();

            when().get(path).then().statusCode(429);

            rename.release();
            capture.join();
        }
    }

    @Test
    void has_room_again_once_where_a_caller_hangs_up() {
        awaitRoom();
        world().subsystem();
        try (var rename = world().holdRename()) {
            try (var caller = RawHttp.connect()) {
                caller.say(POST + "Content-Length: 2", "{}");
                rename.awaitArrival();
                when().get(TRUST).then().statusCode(429);
            }

            awaitRoom();
        }
        await().atMost(PATIENCE).until(() -> capture("{}").extract().statusCode() == 201);

        try (var rename = world().holdRename()) {
            var capture = CompletableFuture.runAsync(ConcurrencyTest::capturedWhenThereIsRoom);
            rename.awaitArrival();
            when().get(TRUST).then().statusCode(429);
            rename.release();
            capture.join();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 100", "Transfer-Encoding: chunked"})
    void does_not_wait_for_a_body_that_does_not_arrive(String header) {
        try (var log = CapturedLog.start()) {
            var answer = await().atMost(PATIENCE)
                    .until(() -> said(POST + "X-Request-Id: mine\n" + header), heard -> heard.status() != 429);

            assertThat(answer.status()).isEqualTo(408);
            assertThat(answer.head()).contains("content-type: application/problem+json", "connection: close");
            assertThat(answer.json().getString("type")).isEqualTo("urn:apic-dr:problem:request-timeout");
            assertThat(answer.json().getString("requestId")).isEqualTo("mine");
            assertThat(log.text()).doesNotContain("ERROR", "SEVERE", "Exception");
        }
        awaitRoom();
    }

    @Test
    void does_not_mind_a_caller_who_hangs_up_before_the_body_is_there() {
        try (var log = CapturedLog.start()) {
            await().atMost(PATIENCE).until(ConcurrencyTest::isFullWhileABodyIsAwaited);

            awaitRoom();
            assertThat(log.text()).doesNotContain("ERROR", "SEVERE", "Exception");
        }
    }

    private static RawHttp.Answer said(String head) {
        try (var caller = RawHttp.connect()) {
            return caller.say(head, "").hear();
        }
    }

    private static boolean isFullWhileABodyIsAwaited() {
        try (var caller = RawHttp.connect()) {
            caller.say(POST + "Content-Length: 100", "{");
            return when().get(TRUST).statusCode() == 429;
        }
    }

    /** Who has an answer may be back before its place is free. */
    private static void capturedWhenThereIsRoom() {
        await().atMost(PATIENCE).until(() -> capture("{}").extract().statusCode() != 429);
    }

    private static void awaitRoom() {
        await().atMost(PATIENCE).until(() -> when().get(TRUST).statusCode() == 200);
    }
}
