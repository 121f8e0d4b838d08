package org.apicdr.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** The service as any other caller sees it. */
final class ServiceApi {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int BAD_REQUEST = 400;

    private final HttpClient client =
            HttpClient.newBuilder().proxy(HttpClient.Builder.NO_PROXY).build();
    private final ObjectMapper mapper = new ObjectMapper();
    private final String address;

    /**
     * Calls nobody yet.
     *
     * @param address of version 1 of the API, without a slash at its end
     */
    ServiceApi(String address) {
        this.address = address;
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return send(path, HttpRequest.newBuilder().GET());
    }

    JsonNode post(String path, String json) throws IOException, InterruptedException {
        return send(
                path,
                HttpRequest.newBuilder()
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(json)));
    }

    private JsonNode send(String path, HttpRequest.Builder request) throws IOException, InterruptedException {
        var uri = URI.create(address + path);
        var response = client.send(request.uri(uri).timeout(PATIENCE).build(), BodyHandlers.ofString());
        if (response.statusCode() >= BAD_REQUEST) {
            throw new IOException("%s answered %d: %s".formatted(uri, response.statusCode(), response.body()));
        }
        return mapper.readTree(response.body());
    }
}
