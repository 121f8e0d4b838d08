package org.apicdr.rest;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.blankOrNullString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.WithTestResource;
import io.restassured.RestAssured;
import io.restassured.builder.ResponseSpecBuilder;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.ResponseSpecification;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Objects;
import org.apicdr.testsupport.Waits;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * What the tests of the contract share: an empty world before each, and the words to speak of it. They run one after the other in one
 * thread, as an application serves several of them; plain classes run beside them in others.
 */
@WithTestResource(RestTestResource.class)
@Tag("rest")
@Execution(ExecutionMode.SAME_THREAD)
abstract class RestTest {

    static final String BUNDLES = "/api/v1/bundles";

    private @Nullable RestTestEnvironment restTestEnvironment;

    @BeforeEach
    void startAfresh() {
        world().reset();
        Waits.configure(); // as in TestSession, which another class loader has
        // otherwise the body of each answer is formatted in case the test fails
        var config = RestAssured.config();
        RestAssured.config = config.logConfig(config.getLogConfig().enablePrettyPrinting(false));
    }

    RestTestEnvironment world() {
        return Objects.requireNonNull(restTestEnvironment);
    }

    static URI uri(String path) {
        return URI.create("http://127.0.0.1:" + RestAssured.port + path);
    }

    /** Posts a capture request. */
    static ValidatableResponse capture(String body) {
        return post(BUNDLES, body);
    }

    static ValidatableResponse post(String path, String body) {
        return given().contentType(ContentType.JSON).body(body).post(path).then();
    }

    /** Posts without a body and without a Content-Type, which rest-assured cannot. */
    static HttpResponse<String> postNothing(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path)).POST(HttpRequest.BodyPublishers.noBody()));
    }

    static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .build()
                .send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** A new bundle's id. */
    static String captured() {
        return captured("{}");
    }

    static String captured(String body) {
        return capture(body).statusCode(201).extract().path("id");
    }

    /** Problem details as RFC 9457 asks for. */
    static ResponseSpecification problem(int status, String slug) {
        return new ResponseSpecBuilder()
                .expectStatusCode(status)
                .expectContentType("application/problem+json")
                .expectBody("type", is("urn:apic-dr:problem:" + slug))
                .expectBody("title", is(not(blankOrNullString())))
                .expectBody("status", is(status))
                .expectBody("instance", startsWith("/"))
                .build();
    }
}
