package org.apicdr.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apicdr.testsupport.DeployedPermissions;
import org.apicdr.testsupport.IntegrationEnvironment;
import org.apicdr.testsupport.KubeApi;
import org.apicdr.testsupport.KubeApiExtension;
import org.apicdr.testsupport.MarkdownFile;
import org.apicdr.testsupport.RunningService;
import org.apicdr.testsupport.SampleSubsystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Both backups together: the service asks for them, and the test plays the operators. RBAC is on. */
@ExtendWith(KubeApiExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("store")
class BackupRunIT {

    private final KubeApi api;
    private final IntegrationEnvironment parts;
    private final List<String> namespaces;
    private final RunningService service;

    BackupRunIT(KubeApi api) {
        this.api = api;
        this.parts = IntegrationEnvironment.start(api);
        this.namespaces = List.of(
                api.namespace("asked"),
                api.namespace("failing"),
                api.namespace("on-edb"),
                api.namespace("off"),
                api.namespace("readme"));
        this.service = start(true);
    }

    @AfterAll
    void stop() {
        service.close();
        parts.close();
    }

    @Test
    void both_are_asked_for_within_a_second_and_followed_across_a_restart() {
        var subsystem = SampleSubsystem.release1005WithPortal(api.client(), namespaces.get(0));

        var answer = take(service, subsystem);

        var asked = new FakeOperators(subsystem).backupsOf(answer.path("id"));
        assertThat(asked)
                .extracting(GenericKubernetesResource::getKind)
                .containsExactly("ManagementBackup", "PortalBackup");
        assertThat(Duration.between(createdAt(asked.get(0)), createdAt(asked.get(1)))
                        .abs())
                .isLessThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(asked)
                .allSatisfy(backup -> assertThat(backup.getMetadata().getAnnotations())
                        .containsEntry("apic-dr.io/bundle", answer.path("bundle"))
                        .containsEntry("apic-dr.io/reason", "before the upgrade"));
        assertThat(parts.store(subsystem).resolve(answer.path("bundle") + ".tar"))
                .exists();

        followsAcrossARestart(subsystem, answer);
    }

    private void followsAcrossARestart(SampleSubsystem subsystem, Response answer) {
        var operators = new FakeOperators(subsystem);
        var location = answer.header("Location");
        String database = answer.path("backups[0].name");
        String portal = answer.path("backups[1].name");

        operators.say("ManagementBackup", database, "Running");
        shown(service, location).header("Retry-After", is("10")).body("state", is("running"));
        try (var restarted = start(false)) {
            operators.say("ManagementBackup", database, "Ready");
            shown(restarted, location).body("state", is("running")).body("backups.state", contains("ready", "running"));
            operators.say("PortalBackup", portal, "Ready");
            shown(restarted, location)
                    .header("Retry-After", is(nullValue()))
                    .body("state", is("ready"))
                    .body("reason", is("before the upgrade"))
                    .body("bundle", is(answer.<String>path("bundle")))
                    .body("backups.phase", contains("Ready", "Ready"));
        }
    }

    @Test
    void one_that_fails_or_is_deleted_fails_the_run() {
        var subsystem = SampleSubsystem.release1005WithPortal(api.client(), namespaces.get(1));
        var operators = new FakeOperators(subsystem);
        var answer = take(service, subsystem);
        var location = answer.header("Location");
        String database = answer.path("backups[0].name");
        String portal = answer.path("backups[1].name");

        operators.say("ManagementBackup", database, "Ready");
        operators.say("PortalBackup", portal, "Failed");
        shown(service, location).body("state", is("failed")).body("backups.state", contains("ready", "failed"));

        operators.delete("PortalBackup", portal);
        shown(service, location)
                .body("state", is("failed"))
                .body("backups.kind", contains("ManagementBackup", "PortalBackup"))
                .body("backups[1].message", containsString("does not exist"));

        operators.delete("ManagementBackup", database);
        new ApiClient(service)
                .get(location)
                .then()
                .statusCode(404)
                .body("type", is("urn:apic-dr:problem:backup-run-not-found"));
    }

    @Test
    void on_edb_a_backup_of_its_cluster_is_asked_for() {
        var subsystem = SampleSubsystem.release121(api.client(), namespaces.get(2));
        var operators = new FakeOperators(subsystem);

        var answer = take(service, subsystem);

        var asked = operators.backupsOf(answer.path("id"));
        assertThat(asked).singleElement().satisfies(backup -> {
            assertThat(backup.getKind()).isEqualTo("Backup");
            assertThat(backup.<String>get("spec", "cluster", "name")).isEqualTo("management-9c40d2ab-db");
            assertThat(backup.<String>get("spec", "method")).isEqualTo("barmanObjectStore");
        });
        operators.say("Backup", answer.path("backups[0].name"), "started");
        shown(service, answer.header("Location")).body("state", is("running"));
        operators.say("Backup", answer.path("backups[0].name"), "completed");
        shown(service, answer.header("Location")).body("state", is("ready"));
    }

    @Test
    void a_service_that_was_not_told_so_asks_for_none() {
        var subsystem = SampleSubsystem.release1001(api.client(), namespaces.get(3));

        try (var off = start(false)) {
            new ApiClient(off)
                    .takeBackups(subsystem, Map.of())
                    .then()
                    .statusCode(409)
                    .body("type", is("urn:apic-dr:problem:database-backups-disabled"))
                    .body("stored", is("no"));
        }
        assertThat(new FakeOperators(subsystem).backups()).isEmpty();
        assertThat(parts.store(subsystem)).doesNotExist();
    }

    @Test
    void the_readmes_commands_wait_until_the_operators_are_done(@TempDir Path folder) {
        var subsystem = SampleSubsystem.release1005WithPortal(api.client(), namespaces.get(4));
        var operators = new FakeOperators(subsystem);
        var commands = MarkdownFile.read("docs/recoverability.md")
                .texts("Take both backups", "sh")
                .get(1);
        var adapted = commands.replace(
                        "http://127.0.0.1:8080", service.address().toString())
                .replace("\"reason\"", "\"namespace\": \"%s\", \"reason\"".formatted(subsystem.namespace()))
                .replace("sleep 10", "sleep 1");

        var result = CompletableFuture.supplyAsync(() -> Shell.SYSTEM.run(folder, "set -e\n" + adapted));
        await().until(() -> operators.backups().size() == 2);
        operators
                .backups()
                .forEach(backup ->
                        operators.say(backup.getKind(), backup.getMetadata().getName(), "Ready"));

        assertThat(result.join().exit()).as(result.join().stderr()).isZero();
        assertThat(result.join().stdout())
                .contains("\"state\":\"running\"")
                .contains("\"state\":\"ready\",\"createdAt\"");
    }

    private static Response take(RunningService service, SampleSubsystem subsystem) {
        var answer = new ApiClient(service).takeBackups(subsystem, Map.of("reason", "before the upgrade"));
        answer.then()
                .statusCode(202)
                .header("Location", startsWith("/api/v1/database-backups/" + answer.path("id")))
                .header("Retry-After", is("10"))
                .body("state", is("running"));
        return answer;
    }

    private static ValidatableResponse shown(RunningService service, String location) {
        return new ApiClient(service).get(location).then().statusCode(200);
    }

    private static Instant createdAt(GenericKubernetesResource resource) {
        return Instant.parse(resource.getMetadata().getCreationTimestamp());
    }

    private RunningService start(boolean enabled) {
        var properties = parts.properties(namespaces);
        DeployedPermissions.of(api, DeployedPermissions.DATABASE_BACKUPS).grant(api, namespaces);
        properties.put("apic-dr.database-backups.enabled", String.valueOf(enabled));
        return RunningService.start(parts.folder(), properties);
    }
}
