package org.apicdr.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;

/** Asks the service for the work that is measured, and makes sure that it was done. */
final class Caller {

    private static final String AUTHENTIC = "{\"levels\":[\"authentic\"]}";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI service;

    Caller(URI service) {
        this.service = service;
    }

    void capture(String namespace) {
        done(201, post("/api/v1/bundles", "{\"namespace\":\"%s\"}".formatted(namespace)));
    }

    /** The first page, from the store. */
    List<String> list(String namespace) {
        var request = request("/api/v1/bundles" + query(namespace)).header("Cache-Control", "no-cache");
        return ids(done(200, request.GET()));
    }

    /** The first page, from a listing that is at most five seconds old. */
    void listAgain(String namespace) {
        assertThat(ids(done(200, request("/api/v1/bundles" + query(namespace)).GET())))
                .isNotEmpty();
    }

    void verify(String namespace, String id) {
        var report = done(200, post("/api/v1/bundles/%s/verifications%s".formatted(id, query(namespace)), AUTHENTIC));
        assertThat(report.path("verdict").asText()).as(report.toString()).isEqualTo("pass");
    }

    /** A bundle whose subsystem is not named. */
    void verify(String id) {
        var report = done(200, post("/api/v1/bundles/%s/verifications".formatted(id), AUTHENTIC));
        assertThat(report.path("verdict").asText()).as(report.toString()).isEqualTo("pass");
    }

    /** With one call, those first that have waited longest. */
    void verify(String namespace, int bundles) {
        var report =
                done(200, post("/api/v1/verifications%s&limit=%d".formatted(query(namespace), bundles), AUTHENTIC));
        assertThat(report.at("/verified/pass").asInt()).as(report.toString()).isEqualTo(bundles);
    }

    private static String query(String namespace) {
        return "?namespace=%s&cluster=management".formatted(namespace);
    }

    private static List<String> ids(JsonNode page) {
        return page.path("items").findValuesAsText("id");
    }

    private HttpRequest.Builder post(String path, String body) {
        return request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(service.resolve(path));
    }

    private JsonNode done(int status, HttpRequest.Builder request) {
        var answer = send(request);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new AssertionError(answer.body(), e);
        }
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError("no answer", e);
        }
    }
}
