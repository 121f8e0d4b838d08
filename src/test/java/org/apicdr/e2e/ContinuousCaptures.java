package org.apicdr.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.apicdr.testsupport.RunningService;
import org.apicdr.testsupport.SampleSubsystem;

/** Captures subsystems side by side, each again and again, until the service is gone. */
final class ContinuousCaptures {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final RunningService service;
    private final CountDownLatch underWay;
    private final List<CompletableFuture<Tally>> callers;

    private ContinuousCaptures(RunningService service, List<SampleSubsystem> subsystems) {
        this.service = service;
        this.underWay = new CountDownLatch(subsystems.size());
        this.callers = subsystems.stream()
                .map(subsystem -> CompletableFuture.supplyAsync(() -> capture(subsystem)))
                .toList();
    }

    /** Starts them and returns when each subsystem's first request was sent. */
    static ContinuousCaptures start(RunningService service, List<SampleSubsystem> subsystems)
            throws InterruptedException {
        var captures = new ContinuousCaptures(service, subsystems);
        captures.underWay.await();
        return captures;
    }

    /** What they came to, when the service is gone. */
    Tally end() {
        return callers.stream().map(CompletableFuture::join).reduce(Tally.NONE, Tally::plus);
    }

    private Tally capture(SampleSubsystem subsystem) {
        var request = HttpRequest.newBuilder(service.address().resolve("/api/v1/bundles"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"namespace\":\"%s\"}".formatted(subsystem.namespace()), UTF_8))
                .build();
        var stored = new ArrayList<String>();
        while (true) {
            var answer = http.sendAsync(request, BodyHandlers.ofString());
            underWay.countDown();
            try {
                stored.add(id(answer.join().statusCode(), answer.join().body()));
            } catch (CompletionException cut) {
                return new Tally(stored.size() + 1, 1, stored);
            }
        }
    }

    private static String id(int status, String body) {
        if (status != 201) {
            throw new AssertionError("a capture was answered by %d: %s".formatted(status, body));
        }
        try {
            return JSON.readTree(body).path("id").asText();
        } catch (IOException e) {
            throw new AssertionError(body, e);
        }
    }

    /**
     * What became of captures.
     *
     * @param tried how many were asked for
     * @param cut how many of them got no answer
     * @param stored the bundles of the others
     */
    record Tally(int tried, int cut, List<String> stored) {

        static final Tally NONE = new Tally(0, 0, List.of());

        Tally plus(Tally other) {
            return new Tally(
                    tried + other.tried,
                    cut + other.cut,
                    Stream.concat(stored.stream(), other.stored.stream()).toList());
        }
    }
}
