package org.apicdr.recovery.drill;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apicdr.bundle.BundleForge;
import org.apicdr.bundle.BundleServiceFixture;
import org.apicdr.bundle.InMemoryBundles;
import org.apicdr.bundle.SampleFiles;
import org.apicdr.bundle.Yaml;
import org.apicdr.core.DeadlineFactoryFixture;
import org.apicdr.kubernetes.RestoreTargetFixture;
import org.apicdr.recovery.drill.DrillResult.Outcome;
import org.apicdr.subsystem.FakeSubsystemReader;
import org.apicdr.subsystem.InstallationFixture;
import org.apicdr.testsupport.DrillSpace;
import org.apicdr.testsupport.KubeApi;
import org.apicdr.testsupport.KubeApiExtension;
import org.apicdr.testsupport.SettableClock;
import org.apicdr.verification.DrillConfigFixture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Drills on an API server with RBAC, by an account that may do what the manifests grant. */
@ExtendWith(KubeApiExtension.class)
@Tag("access")
class DrillServiceTest {

    private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");

    private static BundleForge forge;

    private final KubeApi api;
    private final DrillSpace space;
    private final KubernetesClient account;
    private final InMemoryBundles store = new InMemoryBundles();
    private final SettableClock clock = new SettableClock(NOW);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final DrillMetrics metrics = new DrillMetrics(registry);

    DrillServiceTest(KubeApi api) {
        this.api = api;
        this.space = DrillSpace.granted(api);
        this.account = space.client();
        api.installCrds();
    }

    @BeforeAll
    static void make_keys(@TempDir Path dir) {
        forge = new BundleForge(dir);
    }

    @AfterEach
    void close() {
        account.close();
    }

    @Test
    void restores_the_newest_bundle_and_leaves_nothing_behind() {
        var id = store(SampleFiles.restorable());

        var result = drill(space.namespace());

        assertThat(result.reasons()).isEmpty();
        assertThat(result.outcome()).isEqualTo(Outcome.PASSED);
        assertThat(result.bundle()).isEqualTo(id);
        assertThat(result.success()).contains(NOW);
        assertThat(names()).isEmpty();
        assertThat(registry.get("apic.dr.last.drill.passed").gauge().value()).isEqualTo(1);
        assertThat(registry.get("apic.dr.last.drill.success.timestamp").gauge().value())
                .isEqualTo((double) NOW.getEpochSecond());
    }

    @Test
    void restores_objects_of_the_same_name_from_two_namespaces() {
        var files = SampleFiles.restorable();
        files.put("portals/portals/portal/secrets/db.yaml", SampleFiles.secret("db", "example.com/other"));
        store(files);

        assertThat(drill(space.namespace()).outcome()).isEqualTo(Outcome.PASSED);
        assertThat(names()).isEmpty();
    }

    @Test
    void fails_on_a_secret_whose_type_the_api_server_rejects_and_remembers_the_last_success() {
        store(SampleFiles.restorable());
        drill(space.namespace());
        clock.advance(Duration.ofHours(1));
        var files = SampleFiles.restorable();
        files.put("management/secrets/db.yaml", SampleFiles.secret("db", "kubernetes.io/tls"));
        var id = store(files);

        var result = drill(space.namespace());

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.bundle()).isEqualTo(id);
        assertThat(result.reasons()).singleElement().asString().contains("Secret db", "data[tls.crt]");
        assertThat(result.success()).contains(NOW);
        assertThat(names()).isEmpty();
        assertThat(registry.get("apic.dr.last.drill.passed").gauge().value()).isZero();
    }

    @Test
    void a_restart_loses_no_result() {
        store(SampleFiles.restorable());
        var result = drill(space.namespace());

        var restarted = results(space.namespace(), account);

        assertThat(restarted.last(BundleForge.FOLDER).value()).isEmpty();
        restarted.refresh();
        assertThat(restarted.last(BundleForge.FOLDER).value().orElseThrow()).contains(result);
    }

    @Test
    void touches_nothing_that_no_drill_created_and_names_it() {
        create("db", Map.of());
        store(SampleFiles.restorable());

        var result = drill(space.namespace());

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.reasons()).singleElement().asString().startsWith("Secret db exists already in ");
        assertThat(names()).containsExactly("db");
    }

    @Test
    void removes_what_a_drill_left_that_died() {
        create("db", Map.of(DrillNamespace.MANAGED_BY, DrillNamespace.DRILL));
        create("of-an-older-bundle", Map.of(DrillNamespace.MANAGED_BY, DrillNamespace.DRILL));
        store(SampleFiles.restorable());

        assertThat(drill(space.namespace()).outcome()).isEqualTo(Outcome.PASSED);
        assertThat(names()).isEmpty();
    }

    @Test
    void is_incomplete_and_names_what_to_grant_where_the_role_is_missing() {
        var denied = DrillSpace.denied(api);
        store(SampleFiles.restorable());

        try (var client = denied.client()) {
            var result = service(denied.namespace(), client).drill(BundleForge.FOLDER);

            assertThat(result.outcome()).isEqualTo(Outcome.INCOMPLETE);
            assertThat(result.reasons())
                    .containsExactly("The service account may not list secrets in %s. Grant list on it."
                            .formatted(denied.namespace()));
        }
    }

    @Test
    void is_incomplete_without_a_bundle_and_in_a_namespace_of_the_subsystem() {
        assertThat(drill(space.namespace()).reasons())
                .singleElement()
                .asString()
                .contains("no authentic bundle");

        store(SampleFiles.restorable());

        var result = drill(BundleForge.FOLDER.namespace());
        assertThat(result.outcome()).isEqualTo(Outcome.INCOMPLETE);
        assertThat(result.reasons()).singleElement().asString().contains("apic is a namespace of a subsystem");
    }

    @Test
    void compares_type_and_every_byte() {
        var secret = SampleFiles.secret("db", "Opaque");
        var text = new String(secret, UTF_8);

        assertThat(isEqual(text, text)).isTrue();
        assertThat(isEqual(text, text.replace("Opaque", "example.com/other"))).isFalse();
        assertThat(isEqual(text, text.replace(SampleFiles.SECRET_VALUE, "QmFzZTY0T2ZBU2VjcmVu")))
                .isFalse();
        assertThat(isEqual(text, text.replace("\"key\"", "\"other\""))).isFalse();
        assertThat(isEqual(text, text.replace("\"data\": {", "\"data\": {\"more\": \"\", ")))
                .isFalse();
    }

    private static boolean isEqual(String expected, String found) {
        return DrillService.isEqual(Yaml.read(expected.getBytes(UTF_8)), Yaml.read(found.getBytes(UTF_8)));
    }

    private DrillResult drill(String namespace) {
        return service(namespace, account).drill(BundleForge.FOLDER);
    }

    private DrillService service(String namespace, KubernetesClient client) {
        var config = DrillConfigFixture.config(Map.of("namespace", namespace));
        var results = results(namespace, client);
        results.refresh();
        return new DrillService(
                config,
                InstallationFixture.installation(new FakeSubsystemReader(), Map.of("namespaces", "elsewhere")),
                BundleServiceFixture.of(store, forge.seals(), clock).bundles(),
                DrillConfigFixture.check(config, RestoreTargetFixture.of(client)),
                RestoreTargetFixture.drillNamespace(client),
                results,
                metrics,
                DeadlineFactoryFixture.usual(),
                clock);
    }

    private DrillResults results(String namespace, KubernetesClient client) {
        return new DrillResults(
                DrillConfigFixture.config(Map.of("namespace", namespace)),
                RestoreTargetFixture.drillNamespace(client),
                metrics,
                new ObjectMapper().registerModule(new JavaTimeModule()),
                clock);
    }

    private String store(Map<String, byte[]> files) {
        var forged = forge.of(clock.instant().minusSeconds(60), files);
        store.put(BundleForge.FOLDER, forged.id().fileName(), forged.file());
        return forged.id().value();
    }

    private void create(String name, Map<String, String> labels) {
        var secret = new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .withLabels(labels)
                .endMetadata()
                .build();
        api.client().secrets().inNamespace(space.namespace()).resource(secret).create();
    }

    private List<String> names() {
        var client = api.client();
        return Stream.concat(
                        client.secrets().inNamespace(space.namespace()).list().getItems().stream(),
                        client.configMaps().inNamespace(space.namespace()).list().getItems().stream())
                .map(object -> object.getMetadata().getName())
                .filter(name -> !name.startsWith("apic-dr-") && !name.startsWith("default-token"))
                .filter(name -> !name.equals("kube-root-ca.crt"))
                .toList();
    }
}
