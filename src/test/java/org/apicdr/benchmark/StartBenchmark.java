package org.apicdr.benchmark;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apicdr.benchmark.Row.Target;
import org.apicdr.testsupport.DeployedPermissions;
import org.apicdr.testsupport.IntegrationEnvironment;
import org.apicdr.testsupport.KubeApi;
import org.apicdr.testsupport.KubeApiExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Start and memory of the service beside an empty service of the same platform, JVM and options, which is the floor.
 * Prints a table; asserts only that the service did its work within the memory of the Deployment.
 */
@ExtendWith(KubeApiExtension.class)
class StartBenchmark {

    private static final int STARTS = Integer.getInteger("apic-dr.bench-starts", 5);

    private static final List<String> SMALL_HEAP = List.of("-Xmx64m");

    /** Until the service has done what it does in the background after a start. */
    private static final int BACKGROUND_MILLIS = 3_000;

    private static final Path DEPLOYMENT = Path.of("src", "main", "kubernetes", "base", "deployment.yaml");

    private final List<StartSample> service = new ArrayList<>();
    private final List<StartSample> floor = new ArrayList<>();
    private final List<Measured> firstCaptures = new ArrayList<>();
    private final StartTable table = new StartTable();

    @Test
    @Timeout(value = 60, unit = MINUTES)
    void compares_the_service_with_an_empty_one(KubeApi api) throws Exception {
        var empty = Floor.build();
        try (var parts = IntegrationEnvironment.start(api)) {
            var benchmarkData = BenchmarkData.of(parts);
            var namespace = benchmarkData.verified().namespace();
            var alone = service(parts, List.of(namespace));
            alone.archive();
            for (int run = 0; run < STARTS; run++) {
                service.add(startService(alone, namespace));
                floor.add(startFloor(empty));
            }
            tellOfStarts();
            var all = service(parts, List.of(namespace, benchmarkData.listed(BenchmarkData.MOST)));
            work(all, new Workload(benchmarkData));
            workWithinLimit(all, new Workload(benchmarkData));
            System.out.printf("%nOn %s:%n%n%s%n", Machine.description(api, false), table);
        }
    }

    private static Packaged service(IntegrationEnvironment parts, List<String> namespaces) throws IOException {
        var folder = Path.of(System.getProperty("apic-dr.build"), "quarkus-app");
        return new Packaged(folder.toAbsolutePath(), "/q/health/live", propertiesInPod(parts, namespaces));
    }

    /** With address, certificate and token of the API server as in a pod, instead of a kubeconfig. */
    private static Map<String, String> propertiesInPod(IntegrationEnvironment parts, List<String> namespaces)
            throws IOException {
        var properties = new LinkedHashMap<>(parts.properties(namespaces));
        var home = namespaces.get(0);
        var token = Files.writeString(
                parts.folder().resolve(home + ".token"), DeployedPermissions.token(parts.api(), home));
        properties.remove("kubeconfig");
        properties.put("kubernetes.auth.tryKubeConfig", "false");
        properties.put("kubernetes.master", parts.api().masterUrl());
        properties.put("kubernetes.certs.ca.file", parts.api().caCertificate().toString());
        properties.put("kubernetes.auth.serviceAccount.token", token.toString());
        properties.put("kubernetes.namespace", home);
        return properties;
    }

    private StartSample startService(Packaged packaged, String namespace) throws IOException {
        try (var launched = packaged.start(SMALL_HEAP)) {
            var sample = StartSample.of(launched);
            Launched.pause(BACKGROUND_MILLIS);
            var caller = new Caller(launched.address());
            firstCaptures.add(Measured.median(1, () -> caller.capture(namespace)));
            return sample;
        }
    }

    private static StartSample startFloor(Packaged empty) throws IOException {
        try (var launched = empty.start(SMALL_HEAP)) {
            return StartSample.of(launched);
        }
    }

    private void tellOfStarts() {
        double wall = StartSample.median(service, StartSample::wall);
        double floorWall = StartSample.median(floor, StartSample::wall);
        table.add(
                "start until live",
                "%.0f ms",
                wall,
                floorWall,
                target("≤ 2.0 × the floor", wall <= 2 * floorWall),
                target("≤ 1000 ms", wall <= 1_000));
        table.add(
                "CPU time until then",
                "%.0f ms",
                StartSample.median(service, StartSample::cpu),
                StartSample.median(floor, StartSample::cpu));
        double classes = StartSample.median(service, StartSample::classes);
        table.add(
                "classes loaded by then",
                "%,.0f",
                classes,
                StartSample.median(floor, StartSample::classes),
                target("≤ 10,000", classes <= 10_000));
        double resident = StartSample.median(service, StartBenchmark::megabytes);
        table.add(
                "resident memory then, `-Xmx64m`",
                "%.0f MB",
                resident,
                StartSample.median(floor, StartBenchmark::megabytes),
                target("≤ 150 MB", resident <= 150));
    }

    /** With a small heap. */
    private void work(Packaged packaged, Workload workload) throws IOException {
        try (var launched = packaged.start(SMALL_HEAP)) {
            double warm = workload.run(launched.address()).millis();
            assertHealthy(launched);
            double first = Measured.middle(firstCaptures).millis();
            table.add("capture, warm, round trip 0", "%.0f ms", warm, target("≤ 40 ms", warm <= 40));
            table.add(
                    "first capture, %d s after the start".formatted(BACKGROUND_MILLIS / 1_000),
                    "%.0f ms",
                    first,
                    target("≤ 3 × a warm one", first <= 3 * warm));
            double resident = Resident.of(launched.pid()).megabytes();
            table.add(
                    "resident memory after %1$,d captures, listings and verifications, `-Xmx64m`"
                            .formatted(Workload.BUNDLES),
                    "%.0f MB",
                    resident,
                    target("≤ 185 MB", resident <= 185));
        }
    }

    /** With the options and the memory limit of the Deployment. */
    private void workWithinLimit(Packaged packaged, Workload workload) throws IOException {
        long bytes = memoryLimit();
        long limit = bytes / 1024 / 1024;
        try (var group = MemoryLimit.of(bytes);
                var launched = packaged.start(group.launcher(), List.of())) {
            workload.run(launched.address());
            assertHealthy(launched);
            assertThat(group.kills()).isZero();
            double peak = Resident.peakOf(launched.pid()).megabytes();
            table.add(
                    "most resident memory in the same work, options and limit of the Deployment (%s)".formatted(group),
                    "%.0f MB",
                    peak,
                    target("< %d MB".formatted(limit), peak < limit));
        }
    }

    private static void assertHealthy(Launched launched) throws IOException {
        assertThat(launched.process().isAlive()).as(launched.output()).isTrue();
        assertThat(launched.output()).doesNotContain("OutOfMemoryError").doesNotContain("\"level\":\"ERROR\"");
    }

    private static double megabytes(StartSample sample) {
        return sample.resident().megabytes();
    }

    private static Target target(String text, boolean met) {
        return new Target(text, met);
    }

    private static long memoryLimit() throws IOException {
        try (var file = Files.newInputStream(DEPLOYMENT)) {
            var pod = Serialization.unmarshal(file, Deployment.class)
                    .getSpec()
                    .getTemplate()
                    .getSpec();
            var limits = pod.getContainers().get(0).getResources().getLimits();
            return Quantity.getAmountInBytes(limits.get("memory")).longValueExact();
        }
    }
}
