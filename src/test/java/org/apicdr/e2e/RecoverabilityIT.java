package org.apicdr.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;

import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.DoublePredicate;
import org.apicdr.testsupport.Command;
import org.apicdr.testsupport.FakeBackups;
import org.apicdr.testsupport.IntegrationEnvironment;
import org.apicdr.testsupport.KubeApi;
import org.apicdr.testsupport.KubeApiExtension;
import org.apicdr.testsupport.OpenSshServer;
import org.apicdr.testsupport.RunningService;
import org.apicdr.testsupport.SampleSubsystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** A subsystem with everything in order is recoverable; whatever is broken then is named, and nothing else. */
@ExtendWith(KubeApiExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("store")
class RecoverabilityIT {

    private static final String BAD = "checks.findAll { it.outcome == 'fail' || it.outcome == 'warn' }.id";
    private static final String SKIPPED = "checks.findAll { it.outcome == 'skipped' }.id";
    private static final String DETAIL = "checks.find { it.id == '%s' }.detail";

    private final IntegrationEnvironment parts;
    private final SampleSubsystem subsystem;
    private final OpenSshServer backupServer;
    private final FakeBackups backups;
    private final RunningService service;
    private final ApiClient apiClient;

    RecoverabilityIT(KubeApi api) throws IOException {
        this.parts = IntegrationEnvironment.start(api);
        this.subsystem = SampleSubsystem.release1005WithPortal(api.client(), api.namespace("recoverable"));
        this.backupServer = OpenSshServer.start();
        this.backups = FakeBackups.at(subsystem, backupServer);
        this.service = RunningService.start(parts.folder(), properties(Map.of()));
        this.apiClient = new ApiClient(service);
    }

    @BeforeEach
    void putInOrder() {
        apiClient.capture(subsystem, Map.of("onlyIfChanged", true));
        backups.clear();
        backups.database(Instant.now());
        backups.portal(Instant.now());
    }

    @AfterAll
    void stop() {
        service.close();
        backupServer.close();
        parts.close();
    }

    @Test
    void passes_with_everything_in_order_and_says_to_when() {
        report().body("verdict", is("pass"))
                .body("notProven", is(List.of("drilled", "recipients-proven", "vm-snapshot")))
                .body("recoveryPoint.state", is("complete"))
                .body("recoveryPoint.key", is("certain"));
    }

    @Test
    void is_remembered_for_some_seconds_and_says_how_old_it_is() {
        report();
        backups.clear();

        apiClient.get("/api/v1/recoverability").then().statusCode(200).body(BAD, is(List.of()));
        assertNamed("database-backup-usable", "portal-backup-usable");
    }

    @Test
    void names_a_cluster_that_refuses() {
        KubeApi.shared().kubectl("delete", "rolebinding", "--all", "-n", subsystem.namespace());
        try {
            assertNamed("cluster-access");
        } finally {
            parts.properties(List.of(subsystem.namespace()));
        }
    }

    @Test
    void names_a_subsystem_that_is_not_healthy() {
        subsystem.setStatus(status -> status.put("state", "15/16"));
        try {
            assertNamed("subsystem-healthy");
        } finally {
            subsystem.setStatus(status -> status.put("state", "16/16"));
        }
    }

    @Test
    void names_a_bundle_that_was_captured_while_it_was_not() {
        subsystem.setStatus(status -> status.put("state", "15/16"));
        apiClient.capture(subsystem, Map.of("force", true)).then().statusCode(201);
        subsystem.setStatus(status -> status.put("state", "16/16"));
        backups.clear();
        backups.database(Instant.now());
        backups.portal(Instant.now());

        assertNamed("bundle-complete");
        apiClient.captures(subsystem);
    }

    @Test
    void names_secrets_that_are_gone_by_what_they_are_for() {
        assertNamedWithout("management-enc-key", "encryption-secret");
        assertNamedWithout("management-atm-cred", "credential-secrets");
        assertNamedWithout("management-backup-secret", "backup-credentials");
    }

    @Test
    void names_settings_and_schedules_that_are_wrong() {
        assertNamedWhile("protocol", "local", "sftp", "settings");
        assertNamedWhile("schedule", "", "0 3 * * *", "database-backup-scheduled");
    }

    @Test
    void names_a_database_backup_that_is_too_old() {
        backups.clear();
        backups.database(Instant.now().minus(Duration.ofDays(3)));
        backups.portal(Instant.now().minus(Duration.ofDays(3)));
        backups.portal(Instant.now());

        assertNamed("database-backup-usable").body(DETAIL.formatted("database-backup-usable"), containsString("twice"));
    }

    @Test
    void names_a_database_backup_whose_file_is_empty() throws IOException {
        backups.clear();
        var id = backups.database(Instant.now());
        backups.portal(Instant.now());
        Files.write(backups.file(id), new byte[0]);

        assertNamed("database-backup-usable").body(DETAIL.formatted("database-backup-usable"), containsString(id));
    }

    @Test
    void names_a_last_backup_that_failed() {
        backups.failedDatabase(Instant.now().plusSeconds(60));

        assertNamed("last-backup-failed");
    }

    @Test
    void names_a_portal_backup_that_is_not_there_or_is_of_another_time() {
        backups.clear();
        var now = Instant.now();
        backups.database(now);
        assertNamed("portal-backup-usable");

        backups.portal(now.minus(Duration.ofHours(2)));
        assertNamed("backups-paired").body(DETAIL.formatted("backups-paired"), containsString("2 h"));
    }

    @Test
    void judges_the_database_and_the_portal_each_by_its_own_role() {
        backups.clear();
        backups.database(Instant.now());
        backups.setPortalStatus("haMode", "passive");
        try {
            assertNamed().body(SKIPPED, hasItems("portal-backup-usable", "backups-paired"));
        } finally {
            backups.setPortalStatus("haMode", "active");
        }

        backups.clear();
        subsystem.setStatus(status -> status.put("haMode", "passive"));
        try {
            assertNamed("portal-backup-usable").body(SKIPPED, hasItems("database-backup-usable", "backups-paired"));
        } finally {
            subsystem.setStatus(status -> status.put("haMode", "active"));
        }
    }

    @Test
    void names_versions_that_differ() {
        backups.setPortalStatus("versions", Map.of("reconciled", "10.0.5.6-7001"));
        apiClient.captures(subsystem);
        try {
            assertNamed("versions-match");
        } finally {
            backups.setPortalStatus("versions", Map.of("reconciled", "10.0.5.7-7267"));
            apiClient.captures(subsystem);
        }
    }

    @Test
    void names_a_bundle_that_is_not_there_or_was_changed() throws IOException {
        var folder = parts.store(subsystem);
        var aside = folder.resolveSibling("aside");
        Files.move(folder, aside);
        assertNamed("bundle-exists");
        Files.move(aside, folder);

        var newest = folder.resolve(apiClient.captures(subsystem) + ".tar");
        var bytes = Files.readAllBytes(newest);
        bytes[bytes.length - 4000] ^= 1;
        Files.write(newest, bytes);
        assertNamed("bundle-authentic");
        Files.delete(newest);
    }

    @Test
    void lets_the_gate_pass_only_while_a_recovery_would_succeed() {
        var environment = Map.of("GATE", "hard", "FAIL_ON", "warn");
        var noToken = parts.folder().resolve("no-token");
        var passed = GateIT.gate(Shell.SYSTEM, parts.folder(), service.address(), noToken, environment);
        backups.clear();
        var stopped = GateIT.gate(Shell.SYSTEM, parts.folder(), service.address(), noToken, environment);

        assertThat(passed.exit()).as(passed.stderr()).isZero();
        assertThat(passed.stdout()).endsWith("Recoverability: pass.\n");
        assertThat(stopped.exit()).isEqualTo(1);
        assertThat(stopped.stderr())
                .contains("database-backup-usable")
                .endsWith("A recovery might not succeed now: stop.\n");
    }

    @Test
    void names_drift_and_fails_a_pipeline_by_it() {
        subsystem.rotateSecret("management-ui-cred");
        assertNamed("bundle-current")
                .body(
                        DETAIL.formatted("bundle-current"),
                        is("The subsystem differs from the bundle: secret management-ui-cred has changed."));

        var url = service.address() + "/api/v1/recoverability?failOn=fail&fresh=true";
        var gate = Command.run(parts.folder(), "curl", "-sS", "--fail-with-body", url);
        assertThat(gate.succeeded()).isFalse();
        assertThat(gate.stdout())
                .contains(
                        "urn:apic-dr:problem:not-recoverable",
                        ": fail. Checks: bundle-current",
                        "management-ui-cred has changed");

        apiClient.captures(subsystem);
        assertThat(Command.run(parts.folder(), "curl", "-sS", "--fail-with-body", url)
                        .succeeded())
                .isTrue();
    }

    @Test
    void counts_the_time_that_no_bundle_has_held_what_the_subsystem_is() {
        awaitUnprotected(seconds -> seconds == 0);
        subsystem.rotateSecret("management-cli-cred");
        awaitUnprotected(seconds -> seconds > 0);

        apiClient.captures(subsystem);
        awaitUnprotected(seconds -> seconds == 0);
    }

    @Test
    void names_an_encryption_key_that_was_rotated() {
        apiClient.captures(subsystem);
        subsystem.rotateSecret("management-enc-key");

        assertNamed("bundle-current");
    }

    @Test
    void names_another_installation() {
        subsystem.rebuild();
        assertNamed("identity-changed");

        inAnotherSecond();
        apiClient.capture(subsystem, Map.of("adopt", true)).then().statusCode(201);
        putInOrder();
        report().body("verdict", is("pass"));
    }

    @Test
    void names_one_login_for_data_and_keys() {
        var shared = FakeBackups.at(subsystem, parts.sshd());
        try {
            apiClient.captures(subsystem);
            var taken = inAnotherSecond();
            shared.database(taken);
            shared.portal(taken);
            assertNamed("keys-apart");
        } finally {
            FakeBackups.at(subsystem, backupServer);
            apiClient.captures(subsystem);
        }
    }

    @Test
    void names_a_store_that_is_down() {
        parts.sshd().stop();
        try {
            assertNamed("store-access");
        } finally {
            parts.sshd().restart();
        }
    }

    @Test
    void names_a_server_of_backups_that_is_down() {
        backupServer.stop();
        try {
            assertNamed("database-backup-usable", "portal-backup-usable");
        } finally {
            backupServer.restart();
        }
    }

    @Test
    void names_a_single_recipient_and_a_clock_that_differs() throws IOException {
        var more = Map.of(
                "apic-dr.seal.recipients", parts.recipient("offline"), "apic-dr.recoverability.clock-skew-warn", "0s");
        try (var other = RunningService.start(parts.folder(), properties(more))) {
            var hasty = new ApiClient(other);
            hasty.captures(subsystem);

            hasty.get("/api/v1/recoverability?fresh=true")
                    .then()
                    .statusCode(200)
                    .body(BAD, is(List.of("recipients", "clock-skew")));
        }
        apiClient.captures(subsystem);
    }

    private void awaitUnprotected(DoublePredicate wanted) {
        var line =
                "apic_dr_unprotected_seconds{cluster=\"management\",namespace=\"%s\"}".formatted(subsystem.namespace());
        await().atMost(Duration.ofSeconds(30))
                .until(() -> apiClient
                        .get("/q/metrics")
                        .asString()
                        .lines()
                        .filter(metric -> metric.startsWith(line))
                        .mapToDouble(metric -> Double.parseDouble(metric.substring(metric.lastIndexOf(' '))))
                        .anyMatch(wanted));
    }

    private void assertNamedWithout(String secret, String check) {
        var secrets = subsystem.client().secrets().inNamespace(subsystem.namespace());
        var kept = secrets.withName(secret).require();
        kept.getMetadata().setResourceVersion(null);
        kept.getMetadata().setUid(null);
        subsystem.deleteSecret(secret);
        try {
            assertNamed(check).body(DETAIL.formatted(check), containsString(secret));
        } finally {
            secrets.resource(kept).create();
        }
    }

    /** Captured with the wrong setting, so that it is no drift as well. */
    private void assertNamedWhile(String setting, String value, String right, String check) {
        backups.setBackupSetting(setting, value);
        apiClient.captures(subsystem);
        try {
            assertNamed(check).body(DETAIL.formatted(check), containsString("spec.databaseBackup." + setting));
        } finally {
            backups.setBackupSetting(setting, right);
            apiClient.captures(subsystem);
        }
    }

    private ValidatableResponse assertNamed(String... checks) {
        return report().body(BAD, is(List.of(checks)));
    }

    private ValidatableResponse report() {
        return apiClient
                .get("/api/v1/recoverability?namespace=%s&cluster=%s&fresh=true"
                        .formatted(subsystem.namespace(), subsystem.name()))
                .then()
                .statusCode(200);
    }

    private Map<String, String> properties(Map<String, String> more) throws IOException {
        var knownHosts = parts.folder().resolve("backup_known_hosts");
        Files.writeString(
                knownHosts, text(backupServer.knownHosts()) + text(parts.sshd().knownHosts()));
        var properties = parts.properties(List.of(subsystem.namespace()));
        properties.put("apic-dr.backup-sftp.known-hosts-file", knownHosts.toString());
        properties.put("apic-dr.recoverability.every", "2s");
        properties.putAll(more);
        return properties;
    }

    /**
     * A backup is named after its second, and the one that every test begins with may be of this one; of two bundles of one
     * second, only those of one installation say which was the last.
     */
    private static Instant inAnotherSecond() {
        long second = Instant.now().getEpochSecond();
        await().until(() -> Instant.now().getEpochSecond() > second);
        return Instant.now();
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file).stripTrailing() + "\n";
    }
}
