package org.apicdr.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class OriginValidationTest extends RestTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"evil.example.com", "evil.example.com:8080", "localhost.evil.example.com", "127.0.0.1.nip.io"})
    void refuses_the_host_of_another_service(String host) {
        get("Host", host).spec(problem(403, "host-not-allowed"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:8080", "127.0.0.1:1", "[::1]:8080", "10.1.2.3"})
    void accepts_loopback_names_and_addresses(String host) {
        get("Host", host).statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://evil.example.com", "null", "http://localhost", "http://127.0.0.1:1", "%"})
    void refuses_the_origin_of_another_page(String origin) {
        get("Origin", origin).spec(problem(403, "origin-not-allowed"));
    }

    /** A form without fields: the only body that a foreign page can send without asking first, and that means something. */
    @ParameterizedTest
    @ValueSource(strings = {"http://evil.example.com", "null"})
    void refuses_the_empty_form_of_another_page(String origin) throws IOException, InterruptedException {
        var answer = send(HttpRequest.newBuilder(uri(BUNDLES))
                .header("Origin", origin)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.noBody()));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
    }

    @Test
    void refuses_what_a_page_of_another_site_gets_without_an_origin() {
        get("Sec-Fetch-Site", "cross-site").spec(problem(403, "origin-not-allowed"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "same-origin"})
    void accepts_what_its_own_pages_and_the_address_line_get(String site) {
        get("Sec-Fetch-Site", site).statusCode(200);
    }

    @Test
    void accepts_a_link_of_another_site_to_its_pages() {
        given().header("Sec-Fetch-Site", "cross-site")
                .get("/q/swagger-ui/")
                .then()
                .statusCode(200);
    }

    @Test
    void accepts_its_own_origin() {
        get("Origin", uri("").toString()).statusCode(200);
    }

    private static ValidatableResponse get(String header, String value) {
        return given().header(header, value).get("/api/v1/trust").then();
    }
}
