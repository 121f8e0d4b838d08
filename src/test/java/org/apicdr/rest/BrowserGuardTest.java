package org.apicdr.rest;

import static io.restassured.RestAssured.given;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class BrowserGuardTest extends RestTest {

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

    @Test
    void accepts_its_own_origin() {
        get("Origin", uri("").toString()).statusCode(200);
    }

    private static ValidatableResponse get(String header, String value) {
        return given().header(header, value).get("/api/v1/trust").then();
    }
}
