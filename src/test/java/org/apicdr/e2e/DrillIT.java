package org.apicdr.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apicdr.bundle.BundleForge;
import org.apicdr.bundle.SampleFiles;
import org.apicdr.testsupport.DrillSpace;
import org.apicdr.testsupport.IntegrationEnvironment;
import org.apicdr.testsupport.KubeApi;
import org.apicdr.testsupport.KubeApiExtension;
import org.apicdr.testsupport.RunningService;
import org.apicdr.testsupport.SampleSubsystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Drills of the packaged service, by an account that may do what the manifests grant. */
@ExtendWith(KubeApiExtension.class)
@Tag("access")
class DrillIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final IntegrationEnvironment parts;
    private final SampleSubsystem subsystem;
    private final DrillSpace space;
    private final BundleForge forge;
    private final RunningService service;

    DrillIT(KubeApi api) throws IOException {
        this.parts = IntegrationEnvironment.start(api);
        this.subsystem = SampleSubsystem.release1001(api.client(), api.namespace("drilled"));
        this.space = DrillSpace.denied(api);
        space.grantTo(subsystem.namespace());
        var keys = Files.createDirectory(parts.folder().resolve("forge"));
        this.forge = new BundleForge(keys);
        var properties = parts.properties(List.of(subsystem.namespace()));
        properties.put("apic-dr.site", BundleForge.SITE);
        properties.put("apic-dr.seal.signing-key-file", keys.resolve("signer").toString());
        properties.put("apic-dr.seal.identity-file", identities(keys).toString());
        properties.put("apic-dr.drill.namespace", space.namespace());
        properties.put("apic-dr.drill.schedule", "*/2 * * * * *");
        properties.put("apic-dr.drill.max-age", "1h");
        properties.put("apic-dr.recoverability.max-age", "0s");
        this.service = RunningService.start(parts.folder(), properties);
    }

    @AfterEach
    void stop() {
        service.close();
        parts.close();
    }

    @Test
    void a_secret_that_the_api_server_rejects_is_found_and_the_metric_and_the_check_say_so() throws IOException {
        var start = Instant.now();
        new ApiClient(service).capture(subsystem, Map.of()).then().statusCode(201);
        await().atMost(LIMIT).untilAsserted(() -> assertThat(check()).containsEntry("outcome", "pass"));
        assertThat(metric("apic_dr_last_drill_passed")).isEqualTo("1.0");
        assertThat(Double.parseDouble(metric("apic_dr_last_drill_success_timestamp_seconds")))
                .isGreaterThan((double) start.getEpochSecond());

        var files = SampleFiles.restorable();
        files.put("management/secrets/db.yaml", SampleFiles.secret("db", "kubernetes.io/tls"));
        var bad = forge.of(Instant.now().truncatedTo(ChronoUnit.SECONDS), subsystem.namespace(), files);
        var folder = parts.store()
                .resolve(BundleForge.SITE)
                .resolve(subsystem.namespace())
                .resolve(subsystem.name());
        Files.write(folder.resolve(bad.id() + ".tar"), bad.file());

        await().atMost(LIMIT).untilAsserted(() -> assertThat(check()).containsEntry("outcome", "fail"));
        assertThat(String.valueOf(check().get("detail")))
                .contains(bad.id().value(), "Secret db", "data[tls.crt]", "The last one that passed was on 20")
                .doesNotContain(SampleFiles.SECRET_VALUE);
        assertThat(metric("apic_dr_last_drill_passed")).isEqualTo("0.0");
        assertThat(service.log())
                .contains("Drill of %s/management passed: ".formatted(subsystem.namespace()))
                .contains("Drill of %s/management failed: %s".formatted(subsystem.namespace(), bad.id()))
                .doesNotContain(SampleFiles.SECRET_VALUE);
        assertThat(leftovers()).isEmpty();
    }

    private List<HasMetadata> leftovers() {
        service.close();
        return Stream.of(
                        space.api().client().secrets().inNamespace(space.namespace()),
                        space.api().client().configMaps().inNamespace(space.namespace()))
                .flatMap(kind -> kind.withLabel("apic-dr.io/drill").list().getItems().stream())
                .map(HasMetadata.class::cast)
                .toList();
    }

    private Map<String, Object> check() {
        return new ApiClient(service)
                .get("/api/v1/recoverability")
                .jsonPath()
                .getMap("checks.find { it.id == 'drilled' }");
    }

    private String metric(String name) {
        return new ApiClient(service)
                .get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith(name + "{"))
                .filter(line -> line.contains(subsystem.namespace()))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .findFirst()
                .orElse("absent");
    }

    private Path identities(Path keys) throws IOException {
        var both = Files.readString(parts.identity("online")) + Files.readString(keys.resolve("identity"));
        return Files.write(parts.folder().resolve("both"), both.getBytes(UTF_8));
    }
}
