package org.apicdr.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long the parts of a request may be; {@link BodySizeTest} has the body. */
@QuarkusTest
class RequestSizeTest extends RestTest {

    @Test
    void of_a_path_is_bounded() {
        var path = BUNDLES + "/" + "x".repeat(1_024);

        given().get(path).then().spec(problem(414, "uri-too-long"));
    }

    @Test
    void of_a_parameter_is_bounded() {
        get("cursor=" + "x".repeat(1_024)).then().spec(problem(414, "uri-too-long"));
        get("x".repeat(1_025)).then().spec(problem(414, "uri-too-long"));
        get("cursor=" + "x".repeat(1_000)).then().spec(problem(400, "invalid-request"));
    }

    @Test
    void of_a_query_is_bounded() {
        get("x=1&".repeat(1_100)).then().spec(problem(414, "uri-too-long"));
        get("x=1&".repeat(1_000)).then().spec(problem(400, "invalid-request"));
    }

    @Test
    void of_the_headers_is_bounded() {
        headers(17).spec(problem(431, "request-header-fields-too-large"));
        headers(15).statusCode(200);
    }

    /** Nothing of ours is reached then, so that there is no problem to read. */
    @ParameterizedTest
    @CsvSource({"9000, 1, 414", "1, 40000, 431"})
    void is_bounded_even_where_no_answer_can_be_written(int path, int header, int status) {
        try (var caller = RawHttp.connect()) {
            var answer = caller.say("GET /%s HTTP/1.1\nX-Long: %s".formatted("x".repeat(path), "x".repeat(header)), "")
                    .hear();

            assertThat(answer.status()).isEqualTo(status);
        }
    }

    @Test
    void is_no_matter_of_what_is_called_a_form() {
        given().contentType(ContentType.URLENC)
                .body("x=%zz")
                .post(BUNDLES)
                .then()
                .spec(problem(415, "unsupported-media-type"));
    }

    @Test
    void cannot_be_what_nobody_knows() {
        given().contentType(ContentType.JSON)
                .header("Expect", "the-unexpected")
                .body("{}")
                .post(BUNDLES)
                .then()
                .spec(problem(417, "expectation-failed"));
    }

    private static Response get(String query) {
        return given().urlEncodingEnabled(false).get(BUNDLES + "?" + query);
    }

    private static ValidatableResponse headers(int kilobytes) {
        var request = given();
        for (int i = 0; i < kilobytes; i++) {
            request.header("X-Long-" + i, "x".repeat(1_010));
        }
        return request.get("/api/v1/trust").then();
    }
}
