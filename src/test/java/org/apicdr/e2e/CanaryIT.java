package org.apicdr.e2e;

import static io.restassured.RestAssured.given;
import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static org.apicdr.e2e.SecretLeakScenario.answers;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchService;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apicdr.testsupport.IntegrationEnvironment;
import org.apicdr.testsupport.KubeApi;
import org.apicdr.testsupport.KubeApiExtension;
import org.apicdr.testsupport.MinaSftpServer;
import org.apicdr.testsupport.RunningService;
import org.apicdr.testsupport.SampleSubsystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every secret that the service holds or meets is a canary, it is told to log all it can, and it is led through what it
 * does and what may go wrong. Then all that it wrote anywhere is searched.
 */
@ExtendWith(KubeApiExtension.class)
@Tag("access")
class CanaryIT {

    private static final String BUNDLES = "/api/v1/bundles";

    /** Those that application.properties sets a level for; an operator may set another. */
    private static final List<String> CATEGORIES = List.of(
            "net.schmizz",
            "com.hierynomus.sshj",
            "io.fabric8",
            "io.fabric8.kubernetes.client.dsl.internal.VersionUsageUtils",
            "io.smallrye.health",
            "org.apicdr");

    private final IntegrationEnvironment parts;
    private final SampleSubsystem subsystem;
    private final PlantedSecrets planted;
    private final String admin;
    private final RecordedOutput recordedOutput = new RecordedOutput();

    /** Hears of files that are there for a moment only. */
    private final WatchService watch = FileSystems.getDefault().newWatchService();

    @TempDir
    private Path temporary;

    CanaryIT(KubeApi api) throws IOException {
        this.parts = IntegrationEnvironment.start(api);
        this.subsystem = SampleSubsystem.release1005WithPortal(api.client(), api.namespace("canary"));
        this.planted = new PlantedSecrets(parts, subsystem, Callers.in(api));
        this.admin = planted.token("admin");
    }

    @AfterEach
    void stop() throws IOException {
        watch.close();
        parts.close();
    }

    @Test
    void nothing_secret_is_written_in_a_day_s_work() throws IOException {
        var properties = properties();
        planted.logInWithAnEncryptedKey(properties);
        try (var service = RunningService.start(parts.folder(), properties)) {
            comeWithWrongTokens(service);
            new SecretLeakScenario(parts.sshd(), subsystem, () -> asks(service)).pass(planted.canary("pasted secret"));
            takeDown(service);
        }
        recordedOutput.files(parts.store());

        assertThat(recordedOutput.text("log")).contains("\"level\":\"DEBUG\"", "Captured management-");
        assertNothingSecretIsThere();
    }

    @Test
    void nothing_secret_is_written_in_plain_lines_or_with_passwords() throws IOException {
        var properties = properties();
        properties.put("quarkus.log.console.json.enabled", "false");
        try (var sftp = MinaSftpServer.start()) {
            var password = planted.logInWithPassword(sftp, properties);
            try (var service = RunningService.start(parts.folder(), properties)) {
                answers(201, asks(service).post(BUNDLES));
                Files.writeString(password, planted.canary("wrong password"));
                sftp.dropConnections();
                answers(503, asks(service).post(BUNDLES));
                takeDown(service);
            }
            recordedOutput.files(sftp.root());
        }

        assertThat(recordedOutput.text("log")).contains(" DEBUG ", "refused the login");
        assertNothingSecretIsThere();
    }

    @Test
    void nothing_secret_is_written_of_what_the_api_server_says_and_nobody_understands() throws IOException {
        planted.canaries().add("garbled secret", GarblingProxy.SECRET);
        try (var proxy = GarblingProxy.start(subsystem.client())) {
            var properties = properties();
            properties.remove("kubeconfig");
            properties.put("apic-dr.access.mode", "none");
            properties.put("kubernetes.master", proxy.address());
            properties.put("kubernetes.auth.trykubeconfig", "false");
            properties.put("kubernetes.namespace", subsystem.namespace());
            try (var service = RunningService.start(parts.folder(), properties)) {
                for (var damage : GarblingProxy.Damage.values()) {
                    proxy.does(damage);
                    answers(
                            damage == GarblingProxy.Damage.NONE ? 201 : 503,
                            asks(service).post(BUNDLES));
                }
                takeDown(service);
            }
        }
        recordedOutput.files(parts.store());

        assertThat(recordedOutput.text("log")).contains("\"level\":\"DEBUG\"", "cluster-unavailable");
        assertNothingSecretIsThere();
    }

    /** As much as the build allows; into a temporary folder of its own. */
    private Map<String, String> properties() throws IOException {
        temporary.register(watch, ENTRY_CREATE);
        var properties = planted.properties();
        properties.put("java.io.tmpdir", temporary.toString());
        properties.put("quarkus.log.level", "TRACE");
        properties.put("quarkus.http.access-log.enabled", "true");
        CATEGORIES.forEach(
                category -> properties.put("quarkus.log.category.\"%s\".level".formatted(category), "TRACE"));
        return properties;
    }

    private void takeDown(RunningService service) {
        planted.addSecrets();
        recordedOutput.log(service);
        recordedOutput.process(service);
        recordedOutput.files(temporary);
    }

    private void assertNothingSecretIsThere() {
        assertThat(recordedOutput.holding(planted.canaries())).isEmpty();
        assertThat(madeInTemporaryFolder()).as("of pages that are in the jar").containsOnly("vertx-cache");
    }

    private Set<String> madeInTemporaryFolder() {
        return watch.poll().pollEvents().stream()
                .map(event -> String.valueOf(event.context()))
                .collect(Collectors.toSet());
    }

    private RequestSpecification asks(RunningService service) {
        return as(admin, service);
    }

    private RequestSpecification as(String token, RunningService service) {
        return given().baseUri(service.address().toString())
                .contentType("application/json")
                .header("Authorization", "Bearer " + token)
                .filter(recordedOutput);
    }

    private void comeWithWrongTokens(RunningService service) {
        var viewer = planted.token("viewer");
        answers(403, as(viewer, service).get(BUNDLES + "/latest/archive"));
        Stream.of(viewer + "x", planted.canary("malformed token"))
                .forEach(token -> answers(401, as(token, service).get(BUNDLES)));
    }
}
