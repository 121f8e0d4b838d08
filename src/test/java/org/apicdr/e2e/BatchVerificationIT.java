package org.apicdr.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apicdr.testsupport.IntegrationEnvironment;
import org.apicdr.testsupport.KubeApi;
import org.apicdr.testsupport.KubeApiExtension;
import org.apicdr.testsupport.RunningService;
import org.apicdr.testsupport.SampleSubsystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** All bundles of a subsystem verified by one call. */
@ExtendWith(KubeApiExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("store")
class BatchVerificationIT {

    /** Far more than the service can have on their way when the first is done. */
    private static final int MANY = 300;

    private final IntegrationEnvironment parts;
    private final SampleSubsystem few;
    private final SampleSubsystem many;
    private final RunningService service;
    private final ApiClient apiClient;

    BatchVerificationIT(KubeApi api) {
        this.parts = IntegrationEnvironment.start(api);
        this.few = SampleSubsystem.release1005WithPortal(api.client(), api.namespace("few"));
        this.many = SampleSubsystem.release1005WithPortal(api.client(), api.namespace("many"));
        this.service = parts.service(List.of(few.namespace(), many.namespace()));
        this.apiClient = new ApiClient(service);
    }

    @AfterAll
    void stop() {
        service.close();
        parts.close();
    }

    @Test
    void what_nobody_has_verified_comes_first_and_a_bad_one_is_named() throws IOException {
        var bad = apiClient.captures(few);
        var good = apiClient.captures(few);
        var late = apiClient.captures(few);
        apiClient.verify(few, late).then().body("verdict", is("pass"));
        Files.write(parts.store(few).resolve(bad + ".tar"), new byte[0]);

        apiClient
                .asks()
                .queryParam("namespace", few.namespace())
                .queryParam("limit", 2)
                .post("/api/v1/verifications")
                .then()
                .statusCode(200)
                .body("verdict", is("fail"))
                .body("remaining", is(1))
                .body("items.find { it.verdict == 'fail' }.bundleId", is(bad))
                .body("items.find { it.verdict == 'pass' }.bundleId", is(good));
    }

    @Test
    void a_line_is_there_long_before_the_last() throws IOException, InterruptedException {
        apiClient.captures(many);
        for (int i = 0; i < MANY; i++) {
            Files.createFile(parts.store(many)
                    .resolve("management-82b290a2-20240101T00%02d%02dZ-00000001.tar".formatted(i / 60, i % 60)));
        }

        try (var lines = lines()) {
            var first = lines.readLine();
            parts.sshd().pause();
            var others = CompletableFuture.supplyAsync(() -> lines.lines().toList());
            boolean ended = endsWhilePaused(others);
            parts.sshd().resume();

            assertThat(first).contains("\"verdict\":\"fail\"");
            assertThat(ended).isFalse();
            assertThat(others.join())
                    .hasSize(MANY + 1)
                    .last()
                    .asString()
                    .contains("\"verified\":{\"pass\":1,\"warn\":0,\"fail\":%d},\"remaining\":0".formatted(MANY));
        }
    }

    /** Lines that were collected before the server was paused would arrive at once. */
    private static boolean endsWhilePaused(CompletableFuture<List<String>> lines) throws InterruptedException {
        try {
            lines.get(1_500, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    private BufferedReader lines() throws IOException, InterruptedException {
        var path = "/api/v1/verifications?limit=1000&namespace=" + many.namespace();
        var request = HttpRequest.newBuilder(service.address().resolve(path))
                .header("Accept", "application/x-ndjson")
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        var answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofInputStream());
        return new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
    }
}
