package org.apicdr.rest;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import java.util.Set;
import org.apicdr.security.AccessSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class StatusPageContractTest extends RestTest {

    static Set<String> files() {
        return AccessSettings.STATUS_PAGE;
    }

    @ParameterizedTest
    @MethodSource("files")
    void every_file_is_served_with_a_strict_policy(String path) {
        when().get(path)
                .then()
                .statusCode(200)
                .header(
                        "Content-Security-Policy",
                        startsWith("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
                                + " img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"))
                .header("X-Content-Type-Options", "nosniff")
                .header("X-Frame-Options", "DENY")
                .header("Referrer-Policy", "no-referrer")
                .header("Cross-Origin-Opener-Policy", "same-origin")
                .header("Cross-Origin-Resource-Policy", "same-origin")
                .header("Cache-Control", "no-cache");
    }

    @ParameterizedTest
    @MethodSource("files")
    void a_file_is_not_sent_again_while_it_is_the_same(String path) {
        var eTag = when().get(path).header("ETag");

        given().header("If-None-Match", eTag)
                .get(path)
                .then()
                .statusCode(304)
                .header("ETag", eTag)
                .body(is(""));
        given().header("If-None-Match", "\"another\"").get(path).then().statusCode(200);
    }

    @Test
    void is_html_for_every_client() {
        given().accept("application/json")
                .get("/")
                .then()
                .statusCode(200)
                .contentType("text/html; charset=utf-8")
                .body(containsString("<html lang=\"en\">"));
        var length = when().get("/").header("Content-Length");
        when().head("/").then().statusCode(200).header("Content-Length", equalTo(length));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/api/v1/..", "/page/main.js"})
    void only_reads_of_its_paths_are_answered(String path) {
        given().urlEncodingEnabled(false)
                .post(path)
                .then()
                .spec(path.endsWith("..") ? problem(404, "not-found") : problem(405, "method-not-allowed"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/page", "/page/", "/page/nothing.js", "/page/index.html", "/index.html", "/page/../page"})
    void has_no_other_files(String path) {
        given().urlEncodingEnabled(false).get(path).then().spec(problem(404, "not-found"));
    }

    @Test
    void other_sites_may_link_to_it() {
        given().header("Sec-Fetch-Site", "cross-site").get("/").then().statusCode(200);
        given().header("Sec-Fetch-Site", "cross-site")
                .get("/api/v1/status")
                .then()
                .spec(problem(403, "origin-not-allowed"));
    }
}
