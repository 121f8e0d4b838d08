package org.apicdr.e2e;

import static io.restassured.config.HttpClientConfig.httpClientConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.restassured.config.RestAssuredConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
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
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Floods of a peer without a token, against the service in the memory that the base Deployment gives it. While each lasts,
 * and after it, a caller captures, the kubelet would not restart the service, and it stays below its memory limit. The
 * resident memory stands for that of a cgroup, which also counts what the kernel holds for connections.
 *
 * <p>Without {@code ConnectionLimits} each of them stops the service within seconds. Invented tokens alone do no harm here
 * without a share of their own, as this API server reviews them faster than they come: {@code UnknownCallersTest} shows it.
 *
 * <p>{@code -Dfloods.seconds=3600} has all of them together take that long.
 */
@ExtendWith(KubeApiExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("access")
@Tag("slow")
@ResourceLock("an idle machine")
class FloodIT {

    private static final int FLOODS = 4;

    private static final long EACH_NANOS =
            Duration.ofSeconds(Long.getLong("floods.seconds", 24)).toNanos() / FLOODS;

    /** Of all sources together. Thousands slow down any service on a small machine. */
    private static final int OPENED_PER_SECOND = 1_000;

    /** Of the base Deployment. */
    private static final long LIMIT_KIB = 512 << 10;

    private static final Pattern PEAK_KIB = Pattern.compile("VmHWM:\\s+([0-9]+) kB");

    /** Of the probe in the base Deployment, and of Kubernetes. */
    private static final int PROBE_MILLIS = 5_000;

    private static final int PROBES = 3;

    private static final int PATIENCE_MILLIS = 20_000;

    private static final String LIVE = "/q/health/live";

    private static final Flood.Kind UNFINISHED_HEADERS =
            Flood.Kind.unfinished("GET / HTTP/1.1\r\nX-Long: " + "x".repeat(28_000));

    private static final Flood.Kind UNREAD_PROBES = Flood.Kind.unread(get(LIVE));

    private static final Flood.Kind UNREAD_DOCUMENTS = Flood.Kind.unread(get("/q/openapi"));

    private final IntegrationEnvironment parts;
    private final SampleSubsystem subsystem;
    private final RunningService service;
    private final ApiClient operator;
    private final AtomicLong invented = new AtomicLong();

    FloodIT(KubeApi api) {
        this.parts = IntegrationEnvironment.start(api);
        this.subsystem = SampleSubsystem.release1001(api.client(), api.namespace("flooded"));
        var callers = Callers.in(api);
        callers.bind("operator", "operator", subsystem.namespace());
        var properties = parts.properties(List.of(subsystem.namespace()));
        properties.put("apic-dr.access.mode", "kubernetes");
        this.service = RunningService.start(parts.folder(), properties);
        this.operator = new ApiClient(service, callers.token("operator"));
    }

    @AfterAll
    void stop() {
        service.close();
        parts.close();
    }

    @Test
    void thousands_of_headers_that_never_end() {
        withstand(new Source(UNFINISHED_HEADERS, 4_000));
    }

    @Test
    void probes_without_end_whose_answers_are_never_read() {
        withstand(new Source(UNREAD_PROBES, 32));
    }

    @Test
    void documents_without_end_that_are_never_read() {
        withstand(new Source(UNREAD_DOCUMENTS, 32));
    }

    @Test
    void all_of_them_and_a_thousand_callers_with_invented_tokens() {
        var tokens =
                Flood.Kind.answered(() -> "GET /api/v1/bundles HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer %d\r\n\r\n"
                        .formatted(invented.incrementAndGet()));

        withstand(
                new Source(UNFINISHED_HEADERS, 4_000),
                new Source(UNREAD_PROBES, 32),
                new Source(UNREAD_DOCUMENTS, 32),
                new Source(tokens, 1_000));
    }

    private void withstand(Source... sources) {
        awaitCapture();
        int captures = 0;
        long opened;
        int failedProbes = 0;
        try (var floods = Floods.start(service, List.of(sources))) {
            long end = System.nanoTime() + EACH_NANOS;
            while (System.nanoTime() < end) {
                pause();
                failedProbes = isLive() ? 0 : failedProbes + 1;
                assertThat(failedProbes)
                        .as("probes that failed, one after the other")
                        .isLessThan(PROBES);
                awaitCapture();
                captures++;
            }
            opened = floods.opened();
        }
        awaitCapture();

        System.out.printf("%d connections, %d captures, at most %d KiB%n", opened, captures, peakKib());
        assertThat(service.log()).doesNotContain("OutOfMemoryError");
        assertThat(peakKib()).isPositive().isLessThan(LIMIT_KIB);
    }

    /** Captures as a caller does who tries again. */
    private void awaitCapture() {
        var config = RestAssuredConfig.config()
                .httpClient(httpClientConfig()
                        .setParam("http.connection.timeout", PATIENCE_MILLIS)
                        .setParam("http.socket.timeout", PATIENCE_MILLIS));
        var body = Map.of("namespace", subsystem.namespace(), "cluster", subsystem.name());
        await("a capture")
                .atMost(Duration.ofMillis(PATIENCE_MILLIS))
                .pollInterval(Duration.ofMillis(500))
                .pollDelay(Duration.ZERO)
                .ignoreExceptions()
                .until(() -> operator.asks()
                                .config(config)
                                .body(body)
                                .post("/api/v1/bundles")
                                .statusCode()
                        == 201);
    }

    private boolean isLive() {
        try {
            var probe =
                    (HttpURLConnection) service.address().resolve(LIVE).toURL().openConnection();
            probe.setConnectTimeout(PROBE_MILLIS);
            probe.setReadTimeout(PROBE_MILLIS);
            return probe.getResponseCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private long peakKib() {
        try {
            var status = Files.readString(Path.of("/proc/%d/status".formatted(service.pid())));
            var peak = PEAK_KIB.matcher(status);
            return peak.find() ? Long.parseLong(peak.group(1)) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String get(String path) {
        return "GET %s HTTP/1.1\r\nHost: a\r\n\r\n".formatted(path);
    }

    private static void pause() {
        try {
            TimeUnit.SECONDS.sleep(2);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private record Source(Flood.Kind kind, int connections) {}

    /** Several floods at a time. */
    private record Floods(List<Flood> all) implements AutoCloseable {

        static Floods start(RunningService service, List<Source> sources) {
            return new Floods(sources.stream()
                    .map(source -> Flood.start(
                            service.address(), source.kind(), source.connections(), OPENED_PER_SECOND / sources.size()))
                    .toList());
        }

        long opened() {
            return all.stream().mapToLong(Flood::opened).sum();
        }

        @Override
        public void close() {
            all.forEach(Flood::close);
        }
    }
}
