package org.apicdr.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class BatchVerificationResourceTest extends RestTest {

    private static final String VERIFICATIONS = "/api/v1/verifications";

    private static final String LINES = "application/x-ndjson";

    /** One more than are verified at once. */
    private static final int MANY = 101;

    @Test
    void reports_on_all() {
        world().subsystem();
        captured();
        captured();

        post(VERIFICATIONS, "{}")
                .statusCode(200)
                .body("verdict", is("pass"))
                .body("verified.pass", is(2))
                .body("remaining", is(0))
                .body("items.verdict", contains("pass", "pass"))
                .body("items.checks", everyItem(is(nullValue())));
    }

    @Test
    void needs_no_body() throws IOException, InterruptedException {
        world().subsystem();
        captured();

        assertThat(postNothing(VERIFICATIONS).statusCode()).isEqualTo(200);
    }

    @Test
    void tells_the_bad_one_among_the_good_and_why() throws IOException {
        world().subsystem();
        captured();
        var bad = captured();
        captured();
        Files.write(world().file(bad), new byte[] {1});

        post(VERIFICATIONS, "{}")
                .statusCode(200)
                .body("verdict", is("fail"))
                .body("verified.pass", is(2))
                .body("verified.fail", is(1))
                .body("items.find { it.verdict == 'fail' }.bundleId", is(bad))
                .body("items.find { it.verdict == 'fail' }.checks[0].level", is("stored"))
                .body(
                        "items.find { it.verdict == 'fail' }.checks[0].detail",
                        containsString("The file ends before RECOVERY.md"));
    }

    @Test
    void proves_nothing_of_one_that_cannot_be_read_and_goes_on_behind_it() {
        world().subsystem();
        var closed = captured();
        captured();

        try (var refusal = world().refuseToOpen(closed + ".tar")) {
            assertThat(refusal).isNotNull();
            post(VERIFICATIONS, "{}")
                    .statusCode(200)
                    .body("verdict", is("warn"))
                    .body("verified.pass", is(1))
                    .body("verified.warn", is(1))
                    .body("items.find { it.verdict == 'warn' }.bundleId", is(closed))
                    .body("items.find { it.verdict == 'warn' }.checks[0].outcome", is("skipped"))
                    .body(
                            "items.find { it.verdict == 'warn' }.checks[0].detail",
                            allOf(containsString("nothing is proven"), containsString("permission denied; grant")));
        }
        given().get("/api/v1/bundles")
                .then()
                .body("items.find { it.id == '%s' }.verification".formatted(closed), nullValue());
    }

    @Test
    void goes_on_where_the_last_call_ended() {
        world().subsystem();
        var first = captured();
        var second = captured();

        var once =
                post(VERIFICATIONS + "?limit=1", "{}").body("remaining", is(1)).extract();
        var again =
                post(VERIFICATIONS + "?limit=1", "{}").body("remaining", is(1)).extract();

        assertThat(List.of(once.<String>path("items[0].bundleId"), again.<String>path("items[0].bundleId")))
                .containsExactlyInAnyOrder(first, second);
    }

    @Test
    void does_not_blame_an_older_bundle_for_not_being_the_newest() {
        var subsystem = world().subsystem();
        captured();
        subsystem.rotateSecret(subsystem.secrets().backup());

        post(VERIFICATIONS, "{}").statusCode(200).body("verdict", is("pass"));
        post(VERIFICATIONS, "{\"levels\": [\"current\"]}")
                .statusCode(200)
                .body("verdict", is("fail"))
                .body(
                        "items[0].checks[0].detail",
                        containsString(subsystem.secrets().backup()));
    }

    @Test
    void is_an_error_where_the_worst_is_as_bad_as_fail_on() throws IOException {
        world().subsystem();
        captured();
        Files.write(world().file(captured()), new byte[] {1});

        post(VERIFICATIONS + "?failOn=fail", "{}")
                .spec(problem(409, "verification-failed"))
                .body("report.verified.fail", is(1))
                .body("report.items", hasSize(2));
    }

    @Test
    void is_no_error_where_all_are_better() {
        world().subsystem();
        captured();

        post(VERIFICATIONS + "?failOn=warn", "{}").statusCode(200);
    }

    @Test
    void finds_nothing_to_verify_where_there_is_no_bundle() {
        world().plantFolder(RestTestEnvironment.NAMESPACE);

        post(VERIFICATIONS, "{}").spec(problem(404, "bundle-not-found"));
    }

    @Test
    void asks_which_subsystem_is_meant() {
        world().plantFolder(RestTestEnvironment.NAMESPACE);
        world().plantFolder(RestTestEnvironment.SECOND);

        post(VERIFICATIONS, "{}").spec(problem(409, "subsystem-ambiguous"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=1001", "limit=many", "failOn=pass", "namespace=Not"})
    void refuses_what_is_out_of_range(String parameter) {
        post(VERIFICATIONS + "?" + parameter, "{}").spec(problem(400, "invalid-request"));
    }

    @Test
    void answers_lines_to_whoever_asks_for_them() throws IOException {
        world().subsystem();
        var good = captured();
        var bad = captured();
        Files.write(world().file(bad), new byte[] {1});

        var answer = given().accept(LINES).post(VERIFICATIONS + "?failOn=fail");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.contentType()).startsWith(LINES);
        var lines = answer.asString().lines().toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.subList(0, 2))
                .anyMatch(line -> line.equals("{\"bundleId\":\"%s\",\"verdict\":\"pass\"}".formatted(good)))
                .anyMatch(line -> line.startsWith("{\"bundleId\":\"%s\",\"verdict\":\"fail\"".formatted(bad)));
        assertThat(lines.get(2))
                .startsWith("{\"verdict\":\"fail\",\"at\":\"")
                .endsWith("\"verified\":{\"pass\":1,\"warn\":0,\"fail\":1},\"remaining\":0}");
    }

    @Test
    void answers_plain_json_to_whoever_takes_both() {
        world().subsystem();
        captured();

        given().header("Accept", "application/json, " + LINES)
                .post(VERIFICATIONS)
                .then()
                .statusCode(200)
                .contentType("application/json");
    }

    @Test
    void sends_a_line_as_soon_as_its_bundle_is_verified() throws IOException, InterruptedException {
        plantMany();
        try (var last = world().holdOpen(planted(MANY - 1));
                var lines = lines()) {
            last.awaitArrival();

            assertThat(lines.readLine()).contains("\"verdict\":\"fail\"");

            last.release();
            assertThat(lines.lines()).hasSize(MANY).last().asString().contains("\"remaining\":0");
        }
    }

    @Test
    void ends_with_a_problem_where_the_store_goes_away_after_the_first_line() throws IOException, InterruptedException {
        plantMany();
        try (var last = world().holdOpen(planted(MANY - 1));
                var lines = lines()) {
            last.awaitArrival();
            world().stopStore();
            last.release();

            assertThat(lines.lines())
                    .hasSizeGreaterThan(1)
                    .last()
                    .asString()
                    .contains("\"type\":\"urn:apic-dr:problem:store-unavailable\"")
                    .contains("\"requestId\":\"");
        } finally {
            world().resumeStore();
        }
    }

    private void plantMany() {
        for (int i = 0; i < MANY; i++) {
            world().plant(planted(i), new byte[] {1});
        }
    }

    private static String planted(int number) {
        return "management-82b290a2-20240101T00%02d%02dZ-00000001.tar".formatted(number / 60, number % 60);
    }

    private static BufferedReader lines() throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(uri(VERIFICATIONS + "?limit=1000"))
                .header("Accept", LINES)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        InputStream body = HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofInputStream())
                .body();
        return new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    }
}
