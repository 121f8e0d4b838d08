package org.apicdr.verification;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apicdr.bundle.BundleForge;
import org.apicdr.bundle.BundleInspection;
import org.apicdr.bundle.BundleInspectionFixture;
import org.apicdr.bundle.OpenedPayload.Selection;
import org.apicdr.bundle.SampleFiles;
import org.apicdr.core.Deadline;
import org.apicdr.kubernetes.RestoreTargetFixture;
import org.apicdr.subsystem.FakeSubsystemReader;
import org.apicdr.subsystem.InstallationFixture;
import org.apicdr.testsupport.DrillSpace;
import org.apicdr.testsupport.KubeApi;
import org.apicdr.testsupport.KubeApiExtension;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Bundles that an API server with RBAC would accept, and such as it would not. */
@ExtendWith(KubeApiExtension.class)
@Tag("access")
class RestorableCheckIT {

    private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");

    private static final Duration LIMIT = Duration.ofSeconds(25);

    private static BundleForge forge;

    private final KubeApi api;
    private final DrillSpace space;

    RestorableCheckIT(KubeApi api) {
        this.api = api;
        this.space = DrillSpace.granted(api);
        api.installCrds();
    }

    @BeforeAll
    static void make_keys(@TempDir Path dir) {
        forge = new BundleForge(dir);
    }

    @Test
    void a_bundle_that_the_api_server_accepts_passes_and_nothing_is_created() {
        var checks = check(SampleFiles.restorable());

        assertThat(outcomes(checks)).as("%s", checks).containsExactly("secrets PASS", "resources PASS");
        assertThat(names()).isEmpty();
    }

    @Test
    void a_secret_of_a_bad_type_fails_and_is_named_with_the_reason_but_not_its_values() {
        var files = SampleFiles.restorable();
        files.put("management/secrets/login.yaml", SampleFiles.secret("login", "kubernetes.io/tls"));

        var secrets = check(files).get(0);

        assertThat(secrets.outcome()).isEqualTo(CheckOutcome.FAIL);
        assertThat(secrets.detail()).contains("Secret login", "data[tls.crt]", "FieldValueRequired");
        assertThat(secrets.detail()).doesNotContain(SampleFiles.SECRET_VALUE, "Secret db");
    }

    @Test
    void data_that_is_no_valid_content_of_its_type_is_not_repeated() {
        var files = SampleFiles.restorable();
        files.put("management/secrets/login.yaml", """
                {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "login"},
                 "type": "kubernetes.io/dockerconfigjson", "data": {".dockerconfigjson": "%s"}}
                """.formatted(SampleFiles.SECRET_VALUE)
                .getBytes(UTF_8));

        var secrets = check(files).get(0);

        assertThat(secrets.outcome()).isEqualTo(CheckOutcome.FAIL);
        assertThat(secrets.detail())
                .contains("Secret login", "data[.dockerconfigjson]")
                .doesNotContain(SampleFiles.SECRET_VALUE, "Base64OfASecret");
    }

    @Test
    void a_custom_resource_that_the_schema_rejects_fails() {
        var files = SampleFiles.restorable();
        files.put(
                "management/recovery-managementcluster.yaml",
                SampleFiles.managementCluster("siteName: 82b290a2", "siteName: 5"));

        var resources = check(files).get(1);

        assertThat(resources.outcome()).isEqualTo(CheckOutcome.FAIL);
        assertThat(resources.detail()).contains("ManagementCluster management", "siteName");
    }

    @Test
    void an_object_that_is_there_is_said_and_left_as_it_is() {
        api.client().secrets().inNamespace(space.namespace()).resource(other()).create();

        var secrets = check(SampleFiles.restorable()).get(0);

        assertThat(secrets.outcome()).isEqualTo(CheckOutcome.PASS);
        assertThat(secrets.detail()).contains("already in " + space.namespace(), "Secret db");
        assertThat(names()).containsExactly("db");
    }

    @Test
    void a_namespace_that_does_not_grant_it_skips_the_level_and_names_what_to_grant() {
        var denied = DrillSpace.denied(api);

        var checks = check(denied.namespace(), denied, inspect(SampleFiles.restorable()));

        assertThat(outcomes(checks)).containsExactly("secrets SKIPPED", "resources SKIPPED");
        assertThat(checks.get(0).detail())
                .contains("The service account may not create secrets in %s. Grant create on it."
                        .formatted(denied.namespace()));
        assertThat(checks.get(1).detail()).contains("managementclusters.management.apiconnect.ibm.com");
        assertThat(checks.get(0).remedy()).contains("overlay drill");
    }

    @Test
    void a_kind_that_the_api_server_does_not_know_is_a_warning() {
        var files = SampleFiles.restorable();
        files.put("management/recovery-managementcluster.yaml", """
                {"apiVersion": "example.com/v1", "kind": "Unheard", "metadata": {"name": "management"}}
                """.getBytes(UTF_8));

        assertThat(outcomes(check(files))).containsExactly("secrets PASS", "resources WARN");
    }

    @Test
    void without_a_namespace_for_drills_it_is_skipped() {
        assertThat(check("", space, inspect(SampleFiles.restorable())))
                .singleElement()
                .satisfies(check -> assertThat(check.detail()).contains("apic-dr.drill.namespace"));
    }

    @Test
    void a_namespace_of_subsystems_or_portals_stops_the_start() {
        assertThat(violations("portals"))
                .singleElement()
                .asString()
                .startsWith("apic-dr.drill.namespace: portals is one of the namespaces of subsystems and portals.");
        assertThat(violations("No such")).singleElement().asString().contains("'No such' is not a namespace");
        assertThat(violations("drill")).isEmpty();
    }

    @Test
    void a_schedule_that_means_nothing_stops_the_start() {
        assertThat(violations(Map.of("schedule", "0 4 * * 0")))
                .containsExactly("apic-dr.drill.schedule: needs apic-dr.drill.namespace. Set both, or neither.");
        assertThat(violations(Map.of("namespace", "drill", "schedule", "daily", "max-age", "0s")))
                .hasSize(2);
        assertThat(violations(Map.of("namespace", "drill", "schedule", "0 4 * * 0", "max-age", "8d")))
                .isEmpty();
    }

    private static List<String> violations(String namespace) {
        return violations(Map.of("namespace", namespace));
    }

    private static List<String> violations(Map<String, String> properties) {
        var installation = InstallationFixture.installation(
                new FakeSubsystemReader(), Map.of("namespaces", "apic", "portals", "portals"));
        return new DrillConfigValidator(DrillConfigFixture.config(properties), installation).violations();
    }

    private List<VerificationCheck> check(Map<String, byte[]> files) {
        return check(space.namespace(), space, inspect(files));
    }

    private static List<VerificationCheck> check(String namespace, DrillSpace by, BundleInspection inspection) {
        var config = DrillConfigFixture.config(namespace.isEmpty() ? Map.of() : Map.of("namespace", namespace));
        try (var client = by.client()) {
            var check = DrillConfigFixture.check(config, RestoreTargetFixture.of(client));
            return check.check(inspection.trusted().orElseThrow().manifest(), inspection.payload(), Deadline.in(LIMIT));
        }
    }

    private static BundleInspection inspect(Map<String, byte[]> files) {
        var forged = forge.of(NOW.minusSeconds(60), files);
        var stored = forged.in(BundleForge.FOLDER);
        return BundleInspectionFixture.inspector(forge.seals(), stored, forged.file(), NOW)
                .inspect(stored, Selection.RESOURCES, Deadline.in(LIMIT));
    }

    private static Secret other() {
        return new SecretBuilder()
                .withNewMetadata()
                .withName("db")
                .endMetadata()
                .build();
    }

    private List<String> names() {
        return api.client().secrets().inNamespace(space.namespace()).list().getItems().stream()
                .filter(secret -> !secret.getType().equals("kubernetes.io/service-account-token"))
                .map(secret -> secret.getMetadata().getName())
                .toList();
    }

    private static List<String> outcomes(List<VerificationCheck> checks) {
        return checks.stream().map(check -> check.id() + " " + check.outcome()).toList();
    }
}
