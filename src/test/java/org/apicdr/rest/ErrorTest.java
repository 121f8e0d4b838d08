package org.apicdr.rest;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import io.quarkus.test.junit.QuarkusTest;
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
                "limit=many | limit must be a whole number: For input string: \"many\"",
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
            strings = {"/", "/api", "/api/v1", "/api/v1/nothing", "/nothing", "/q/nothing", "/api/v1/bundles/x/y/z"})
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
        var answer = given().request(method, path).then().spec(problem(405, "method-not-allowed"));

        assertThat(answer.extract().header("Allow")).isNotBlank();
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
        when().options(BUNDLES)
                .then()
                .statusCode(200)
                .header("Allow", allOf(containsString("GET"), containsString("POST")));
    }
}
