package org.apicdr.rest;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ErrorTest extends RestTest {

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "\"text\"", "{} {}", "{\"force\": true, \"force\": false}", "null x"})
    void refuses_a_body_that_is_no_request(String body) {
        capture(body).spec(problem(400, "invalid-request"));
    }

    @Test
    void names_an_unknown_member() {
        capture("{\"forced\": true}").spec(problem(400, "invalid-request")).body("detail", containsString("forced"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"levels\": [null]} | levels must not contain null",
                "{\"levels\": [\"current\", null]} | levels must not contain null",
                "{\"levels\": [\"curent\"]} | The property 'levels' in the body must be one of"
                        + " [stored, authentic, openable, complete, current, restorable], not 'curent'.",
                "{\"levels\": [1]} | The property 'levels' in the body must be one of"
                        + " [stored, authentic, openable, complete, current, restorable].",
                "{\"levels\": \"stored\"} | The property 'levels' in the body must be a list.",
                "{\"level\": []} | The body has an unknown property 'level'. Did you mean 'levels'?"
                        + " Known properties are [levels].",
                "0 | The body must be one JSON object.",
                "[] | The body must be one JSON object.",
                "{}{} | The body must be one JSON object.",
                "{\"levels\": [],\"levels\": []} | The body has the property 'levels' twice.",
                "{\"levels\" | The body is not valid JSON: see line 1, column 10."
            })
    void says_what_is_wrong_with_a_body_without_words_of_java(String body, String detail) {
        for (var path : List.of(BUNDLES + "/latest/verifications", "/api/v1/verifications")) {
            post(path, body).spec(problem(400, "invalid-request")).body("detail", is(detail));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "force | {\"force\": \"perhaps\"}",
                "force | {\"force\": 1}",
                "force | {\"force\": \"true\"}",
                "reason | {\"reason\": {}}",
                "reason | {\"reason\": 5}",
                "namespace | {\"namespace\": []}",
                "namespace | {\"namespace\": \"No Namespace\"}",
                "cluster | {\"cluster\": \"../etc\"}"
            })
    void names_the_member_that_is_wrong(String member, String body) {
        capture(body).spec(problem(400, "invalid-request")).body("detail", containsString(member));
    }

    @Test
    void says_all_that_is_wrong_with_a_body() {
        capture("{\"namespace\": \"No Namespace\", \"cluster\": \"management\", \"reason\": \"\\t%s\"}"
                        .formatted("x".repeat(500)))
                .spec(problem(400, "invalid-request"))
                .body(
                        "detail",
                        is(
                                "namespace must match \"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$\";"
                                        + " reason must not contain control characters; reason size must be between 0 and 500"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "limit=0 | limit must be greater than or equal to 1",
                "limit=1001 | limit must be less than or equal to 1000",
                "limit=many | The query parameter 'limit' must be a whole number.",
                "namespace=A | namespace must match \"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$\""
            })
    void says_what_is_wrong_with_a_parameter(String query, String detail) {
        when().get(BUNDLES + "?" + query)
                .then()
                .spec(problem(400, "invalid-request"))
                .body("detail", is(detail));
    }

    @Test
    void refuses_a_reason_of_two_lines() {
        capture("{\"reason\": \"one\\ntwo\"}")
                .spec(problem(400, "invalid-request"))
                .body("detail", containsString("reason"));
    }

    @ParameterizedTest
    @CsvSource({
        "limit, 0",
        "limit, 1001",
        "limit, -1",
        "limit, many",
        "limit, 99999999999",
        "since, yesterday",
        "since, 2024-13-01T00:00:00Z",
        "since, 2024-02-30T00:00:00Z",
        "since, 2024-01-01T00:00:00",
        "since, 2024-01-01T00:00:00+01",
        "since, 2024-01-01T00:00:00+Z",
        "since, 2024-01-01T00:00:00%2B00:00%2B0000",
        "since, 2024-01-01T00:00:00Z%2B0000",
        "until, 2024-01-01",
        "cursor, nonsense",
        "cursor, ****",
        "namespace, No_Namespace",
        "cluster, ..%2F.."
    })
    void names_the_parameter_that_is_wrong(String name, String value) {
        given().urlEncodingEnabled(false)
                .get(BUNDLES + "?" + name + "=" + value)
                .then()
                .spec(problem(400, "invalid-request"))
                .body("detail", containsString(name));
    }

    /** A misspelt or empty failOn that was ignored would let a pipeline go on with a bundle that failed. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "GET | /recoverability?failOn= | The query parameter 'failOn' is empty. Give it a value, or omit it.",
                "GET | /recoverability?failOn | The query parameter 'failOn' is empty. Give it a value, or omit it.",
                "GET | /recoverability?fail_on=fail | The query parameter 'fail_on' is unknown. Did you mean 'failOn'?"
                        + " Known parameters are [cluster, failOn, fresh, namespace].",
                "GET | /recoverability?failon=fail | The query parameter 'failon' is unknown. Did you mean 'failOn'?"
                        + " Known parameters are [cluster, failOn, fresh, namespace].",
                "GET | /recoverability?failOn=FAIL | The query parameter 'failOn' must be warn or fail.",
                "GET | /recoverability?fresh=yes | The query parameter 'fresh' must be true or false.",
                "GET | /recoverability?failOn=fail&failOn=warn | The query parameter 'failOn' is repeated. Give it once.",
                "POST | /bundles/latest/verifications?failOn= | The query parameter 'failOn' is empty."
                        + " Give it a value, or omit it.",
                "POST | /bundles/latest/verifications?fail_on=fail | The query parameter 'fail_on' is unknown."
                        + " Did you mean 'failOn'? Known parameters are [cluster, failOn, namespace].",
                "POST | /bundles/latest/verifications?levels=stored | 'levels' is not a query parameter of this request."
                        + " Send it in the JSON body.",
                "POST | /verifications?failOn= | The query parameter 'failOn' is empty. Give it a value, or omit it.",
                "GET | /bundles?limt=1 | The query parameter 'limt' is unknown. Did you mean 'limit'?"
                        + " Known parameters are [cluster, cursor, limit, namespace, since, until].",
                "GET | /bundles?limit=1&limit=2 | The query parameter 'limit' is repeated. Give it once.",
                "GET | /bundles?limit=1&colour=red&cluster= | The query parameter 'cluster' is empty."
                        + " Give it a value, or omit it. The query parameter 'colour' is unknown."
                        + " Known parameters are [cluster, cursor, limit, namespace, since, until].",
                "GET | /bundles?since=yesterday | The query parameter 'since' must be an RFC 3339 time such as"
                        + " 2026-11-22T03:00:00Z.",
                "GET | /subsystems?limit=1 | The query parameter 'limit' is unknown: this request takes none.",
                "HEAD | /subsystems?limit=1 | \"\"",
                "DELETE | /bundles/management-5b1e07d4-20261122T030000Z-962acd29?force=yes |"
                        + " The query parameter 'force' must be true or false.",
                "DELETE | /bundles/management-5b1e07d4-20261122T030000Z-962acd29?forse=true |"
                        + " The query parameter 'forse' is unknown. Did you mean 'force'?"
                        + " Known parameters are [cluster, force, namespace].",
                "POST | /bundles?onlyIfChanged=true | 'onlyIfChanged' is not a query parameter of this request."
                        + " Send it in the JSON body.",
                "POST | /bundles?namespace=apic | 'namespace' is not a query parameter of this request."
                        + " Send it in the JSON body.",
                "POST | /bundles?onlyIfChange=true | The query parameter 'onlyIfChange' is unknown: this request takes"
                        + " none. Did you mean 'onlyIfChanged' in the JSON body?"
            })
    void refuses_a_query_parameter_that_is_unknown_empty_repeated_or_of_the_wrong_type(
            String method, String request, String detail) {
        world().subsystem();

        var answer = given().urlEncodingEnabled(false)
                .request(method, "/api/v1" + request)
                .then()
                .statusCode(400);

        if (!detail.isEmpty()) {
            answer.spec(problem(400, "invalid-request")).body("detail", is(detail));
        }
        assertThat(world().files()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s=1", "since=%s", "limit=%s"})
    void does_not_repeat_a_long_word_in_a_query(String query) {
        var secret = "eyJhbGciOiJSUzI1NiIsImtpZCI6IiJ9";

        var answer = when().get(BUNDLES + "?" + query.formatted(secret)).then().spec(problem(400, "invalid-request"));

        assertThat(answer.extract().asString()).doesNotContain(secret.substring(0, 12));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"%s\": true}", "{\"force\": \"%s\"}", "{\"force\": %s}"})
    void does_not_repeat_what_may_be_a_secret_in_the_wrong_place(String body) {
        var secret = "eyJhbGciOiJSUzI1NiIsImtpZCI6IiJ9";

        var answer = given().contentType("application/json")
                .body(body.formatted(secret))
                .post(BUNDLES)
                .then()
                .spec(problem(400, "invalid-request"));

        assertThat(answer.extract().asString()).doesNotContain(secret.substring(0, 12));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//nothing",
                "/api",
                "/api/v1",
                "/api/v1/nothing",
                "/nothing",
                "/q/nothing",
                "/api/v1/bundles/x/y/z"
            })
    void does_not_know_a_path(String path) {
        when().get(path).then().spec(problem(404, "not-found"));
    }

    @Test
    void names_the_path_that_was_asked_for() {
        when().get(BUNDLES + "/none?namespace=apic").then().statusCode(404).body("instance", is(BUNDLES + "/none"));
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, /api/v1/bundles",
        "PATCH, /api/v1/bundles",
        "DELETE, /api/v1/trust",
        "POST, /api/v1/subsystems",
        "GET, /api/v1/bundles/latest/verifications",
        "TRACE, /api/v1/bundles",
        "FROB, /api/v1/bundles"
    })
    void says_which_methods_a_path_has(String method, String path) {
        var answer = given().request(method, path)
                .then()
                .spec(problem(405, "method-not-allowed"))
                .body("detail", startsWith("This path does not support the method. Use one of: "));

        assertThat(answer.extract().header("Allow")).isNotBlank();
    }

    @Test
    void says_that_a_request_has_no_host() {
        try (var caller = RawHttp.connect()) {
            var answer = caller.sayAlone("GET /api/v1/bundles HTTP/1.1", "").hear();

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.head()).contains("x-request-id: ", "application/problem+json");
            assertThat(answer.json().getString("type")).isEqualTo("urn:apic-dr:problem:bad-request");
        }
    }

    /** Vert.x answers most of these before any filter, without a problem. No caller may fill the log with errors by them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/v1/bundles HTTP/1.1 x",
                "GET /api/v1/bundles HTTP/1.1\nX-A : b",
                "GET /api/v1/bundles HTTP/1.1\nX-A: \0",
                "POST /api/v1/bundles HTTP/1.1\nContent-Length: -1",
                "POST /api/v1/bundles HTTP/1.1\nContent-Length: 1\nContent-Length: 2",
                "POST /api/v1/bundles HTTP/1.1\nContent-Length: 99999999999999999999",
                "\u0016\u0003\u0001\u0002"
            })
    void ends_a_connection_that_does_not_speak_http(String head) {
        try (var log = CapturedLog.start();
                var caller = RawHttp.connect()) {
            var answer = new String(caller.say(head, "").bytes(), StandardCharsets.ISO_8859_1);

            assertThat(answer).startsWith("HTTP/1.").contains(" 400 Bad Request\r\n");
            assertThat(log.text()).doesNotContain("ERROR", "SEVERE", "Exception");
        }
    }

    @Test
    void answers_an_old_client_without_a_host_by_a_problem() {
        try (var caller = RawHttp.connect()) {
            var answer = caller.sayAlone("GET /api/v1/bundles HTTP/1.0", "").hear();

            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.head()).contains("x-request-id: ", "application/problem+json");
        }
    }

    @Test
    void ends_a_connection_whose_body_is_no_chunk() {
        try (var log = CapturedLog.start();
                var caller = RawHttp.connect()) {
            caller.say("POST /api/v1/bundles HTTP/1.1\nTransfer-Encoding: chunked", "zz\r\n\r\n");

            assertThat(caller.bytes()).isEmpty();
            assertThat(log.text()).doesNotContain("ERROR", "SEVERE", "Exception");
        }
        assertThat(world().files()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/bundles?limit=%zz, /api/v1/bundles",
        "/api/v1/bundles?cluster=100%, /api/v1/bundles",
        "/api/v1/bundles?%=1, /api/v1/bundles",
        "/api/v1/bundles?cluster=<b>, /api/v1/bundles",
        "/api/v1/bundles%zz, /api/v1/bundles%25zz",
        "/api/v1/bundles/100%/verifications, /api/v1/bundles/100%25/verifications",
        "/%, /%25"
    })
    void says_what_is_wrong_with_a_malformed_uri(String target, String instance) {
        try (var caller = RawHttp.connect()) {
            var answer = caller.say("GET %s HTTP/1.1\nX-Request-Id: mine".formatted(target), "")
                    .hear();

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.head()).contains("x-request-id: mine", "application/problem+json");
            assertThat(answer.json().getString("type")).isEqualTo("urn:apic-dr:problem:bad-request");
            assertThat(answer.json().getString("detail")).contains("write a literal % as %25.");
            assertThat(answer.json().getString("instance")).isEqualTo(instance);
            assertThat(answer.json().getString("requestId")).isEqualTo("mine");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage", "application/json, text/plain", "text/plain"})
    void takes_no_malformed_content_type(String type) throws Exception {
        for (var path : List.of(BUNDLES, "/api/v1/verifications")) {
            var answer = send(HttpRequest.newBuilder(uri(path))
                    .header("Content-Type", type)
                    .POST(HttpRequest.BodyPublishers.ofString("{}")));

            assertThat(answer.statusCode()).as(path).isEqualTo(415);
            assertThat(answer.body()).contains("application/json");
        }
    }

    @Test
    void says_what_is_wrong_with_a_malformed_accept_header() throws Exception {
        var answer = send(HttpRequest.newBuilder(uri("/api/v1/verifications"))
                .header("Accept", "garbage")
                .POST(HttpRequest.BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isBetween(400, 406);
        assertThat(answer.body()).contains("\"detail\"");
    }

    /** Only a problem that may pass by itself has Retry-After; the others need a correction. */
    @Test
    void says_when_to_try_again_while_the_store_is_away() {
        world().stopStore();
        try {
            when().get(BUNDLES).then().spec(problem(503, "store-unavailable")).header("Retry-After", is("5"));
        } finally {
            world().resumeStore();
        }
    }

    @Test
    void cannot_answer_with_what_is_not_there() {
        given().accept("text/csv").get(BUNDLES).then().spec(problem(406, "not-acceptable"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/xml", "application/x-www-form-urlencoded"})
    void takes_nothing_but_json(String type) {
        given().contentType(type)
                .body("{}")
                .post(BUNDLES)
                .then()
                .spec(problem(415, "unsupported-media-type"))
                .body("detail", containsString("application/json"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/bundles", "/api/v1/subsystems", "/api/v1/trust"})
    void answers_head_like_get_without_a_body(String path) {
        var answer = when().head(path).then().statusCode(200).extract();

        assertThat(answer.asByteArray()).isEmpty();
    }

    @Test
    void tells_the_methods_of_a_path() {
        when().options(BUNDLES).then().statusCode(200).header("Allow", is("GET, HEAD, OPTIONS, POST"));
    }
}
