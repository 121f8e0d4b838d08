package org.apicdr.verification;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apicdr.bundle.BundleForge;
import org.apicdr.bundle.BundleInspection;
import org.apicdr.bundle.BundleInspectionFixture;
import org.apicdr.bundle.OpenedPayload.Selection;
import org.apicdr.core.Deadline;
import org.apicdr.core.ParallelExecutorFixture;
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
class RestorableCheckTest {

    private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");

    private static final Duration LIMIT = Duration.ofSeconds(25);

    private static final String SECRET_VALUE = "QmFzZTY0T2ZBU2VjcmV0";

    private static BundleForge forge;

    private final KubeApi api;
    private final DrillSpace space;

    RestorableCheckTest(KubeApi api) {
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
        var checks = check(files());

        assertThat(outcomes(checks)).as("%s", checks).containsExactly("secrets PASS", "resources PASS");
        assertThat(names()).isEmpty();
    }

    @Test
    void a_secret_of_a_bad_type_fails_and_is_named_with_the_reason_but_not_its_values() {
        var files = files();
        files.put("management/secrets/login.yaml", secret("login", "kubernetes.io/tls"));

        var secrets = check(files).get(0);

        assertThat(secrets.outcome()).isEqualTo(CheckOutcome.FAIL);
        assertThat(secrets.detail()).contains("Secret login", "data[tls.crt]", "FieldValueRequired");
        assertThat(secrets.detail()).doesNotContain(SECRET_VALUE, "Secret db");
    }

    @Test
    void data_that_is_no_valid_content_of_its_type_is_not_repeated() {
        var files = files();
        files.put("management/secrets/login.yaml", """
                {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "login"},
                 "type": "kubernetes.io/dockerconfigjson", "data": {".dockerconfigjson": "%s"}}
                """.formatted(SECRET_VALUE).getBytes(UTF_8));

        var secrets = check(files).get(0);

        assertThat(secrets.outcome()).isEqualTo(CheckOutcome.FAIL);
        assertThat(secrets.detail())
                .contains("Secret login", "data[.dockerconfigjson]")
                .doesNotContain(SECRET_VALUE, "Base64OfASecret");
    }

    @Test
    void a_custom_resource_that_the_schema_rejects_fails() {
        var files = files();
        files.put("management/recovery-managementcluster.yaml", managementCluster("siteName: 82b290a2", "siteName: 5"));

        var resources = check(files).get(1);

        assertThat(resources.outcome()).isEqualTo(CheckOutcome.FAIL);
        assertThat(resources.detail()).contains("ManagementCluster management", "siteName");
    }

    @Test
    void an_object_that_is_there_is_said_and_left_as_it_is() {
        api.client().secrets().inNamespace(space.namespace()).resource(other()).create();

        var secrets = check(files()).get(0);

        assertThat(secrets.outcome()).isEqualTo(CheckOutcome.PASS);
        assertThat(secrets.detail()).contains("already in " + space.namespace(), "Secret db");
        assertThat(names()).containsExactly("db");
    }

    @Test
    void a_namespace_that_does_not_grant_it_skips_the_level_and_names_what_to_grant() {
        var denied = DrillSpace.denied(api);

        var checks = check(denied.namespace(), denied, inspect(files()));

        assertThat(outcomes(checks)).containsExactly("secrets SKIPPED", "resources SKIPPED");
        assertThat(checks.get(0).detail())
                .contains("The service account may not create secrets in %s. Grant create on it."
                        .formatted(denied.namespace()));
        assertThat(checks.get(1).detail()).contains("managementclusters.management.apiconnect.ibm.com");
        assertThat(checks.get(0).remedy()).contains("overlay drill");
    }

    @Test
    void a_kind_that_the_api_server_does_not_know_is_a_warning() {
        var files = files();
        files.put("management/recovery-managementcluster.yaml", """
                {"apiVersion": "example.com/v1", "kind": "Unheard", "metadata": {"name": "management"}}
                """.getBytes(UTF_8));

        assertThat(outcomes(check(files))).containsExactly("secrets PASS", "resources WARN");
    }

    @Test
    void without_a_namespace_for_drills_it_is_skipped() {
        assertThat(check("", space, inspect(files())))
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

    private static List<String> violations(String namespace) {
        var installation = InstallationFixture.installation(
                new FakeSubsystemReader(), Map.of("namespaces", "apic", "portals", "portals"));
        return new DrillConfigValidator(config(Map.of("namespace", namespace)), installation).violations();
    }

    private List<VerificationCheck> check(Map<String, byte[]> files) {
        return check(space.namespace(), space, inspect(files));
    }

    private static List<VerificationCheck> check(String namespace, DrillSpace by, BundleInspection inspection) {
        var config = config(namespace.isEmpty() ? Map.of() : Map.of("namespace", namespace));
        try (var client = by.client()) {
            var check =
                    new RestorableCheck(config, RestoreTargetFixture.of(client), ParallelExecutorFixture.parallel());
            return check.check(inspection.trusted().orElseThrow().manifest(), inspection.payload(), Deadline.in(LIMIT));
        }
    }

    private static DrillConfig config(Map<String, String> properties) {
        var builder = new SmallRyeConfigBuilder().addDiscoveredConverters().withMapping(DrillConfig.class);
        properties.forEach((name, value) -> builder.withDefaultValue("apic-dr.drill." + name, value));
        return builder.build().getConfigMapping(DrillConfig.class);
    }

    private static BundleInspection inspect(Map<String, byte[]> files) {
        var forged = forge.of(NOW.minusSeconds(60), files);
        var stored = forged.in(BundleForge.FOLDER);
        return BundleInspectionFixture.inspector(forge.seals(), stored, forged.file(), NOW)
                .inspect(stored, Selection.RESOURCES, Deadline.in(LIMIT));
    }

    private static Map<String, byte[]> files() {
        var files = new HashMap<String, byte[]>();
        for (int i = 0; i < 10; i++) {
            files.put("management/secrets/s%d.yaml".formatted(i), secret("s" + i, "Opaque"));
        }
        files.put("management/secrets/db.yaml", secret("db", "Opaque"));
        files.put("management/configmaps/env.yaml", """
                {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "env"}, "data": {"a": "b"}}
                """.getBytes(UTF_8));
        files.put("management/recovery-managementcluster.yaml", managementCluster("", ""));
        files.put("management/settings.yaml", "{}\n".getBytes(UTF_8));
        return files;
    }

    /** That of the sample, with a change in its text. */
    private static byte[] managementCluster(String text, String replacement) {
        try {
            var sample = Files.readString(Path.of("src/test/resources/subsystems/release-10.0.1.yaml"));
            return sample.substring(0, sample.indexOf("\nstatus:") + 1)
                    .replace(text, replacement)
                    .getBytes(UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] secret(String name, String type) {
        return """
                {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "%s"}, "type": "%s", "data": {"key": "%s"}}
                """.formatted(name, type, SECRET_VALUE).getBytes(UTF_8);
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
