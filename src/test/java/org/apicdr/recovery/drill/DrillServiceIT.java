package org.apicdr.recovery.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apicdr.bundle.BundleForge;
import org.apicdr.bundle.BundleServiceFixture;
import org.apicdr.bundle.InMemoryBundles;
import org.apicdr.bundle.SampleFiles;
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
class DrillServiceIT {

    private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");

    private static BundleForge forge;

    private final KubeApi api;
    private final DrillSpace space;
    private final KubernetesClient account;
    private final InMemoryBundles store = new InMemoryBundles();
    private final SettableClock clock = new SettableClock(NOW);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final DrillMetrics metrics = new DrillMetrics(registry);

    DrillServiceIT(KubeApi api) {
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
            var result = service(denied.namespace(), client).drill(BundleForge.FOLDER, () -> true);

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
        assertThat(result.reasons()).anyMatch(reason -> reason.contains("apic is a namespace of a subsystem"));
    }

    @Test
    void removes_what_is_left_though_there_is_no_bundle() {
        create("db", Map.of(DrillNamespace.MANAGED_BY, DrillNamespace.DRILL));

        assertThat(drill(space.namespace()).outcome()).isEqualTo(Outcome.INCOMPLETE);
        assertThat(names()).isEmpty();
    }

    @Test
    void one_object_that_cannot_be_removed_keeps_no_other_and_nothing_is_created_beside_it() {
        var limited = DrillSpace.denied(api);
        allow(limited, List.of("b", "c"));
        store(SampleFiles.restorable());
        for (var name : List.of("a", "b", "c")) {
            create(limited.namespace(), name, Map.of(DrillNamespace.MANAGED_BY, DrillNamespace.DRILL));
        }

        try (var client = limited.client()) {
            var result = service(limited.namespace(), client).drill(BundleForge.FOLDER, () -> true);

            assertThat(result.outcome()).isEqualTo(Outcome.INCOMPLETE);
            assertThat(result.reasons())
                    .singleElement()
                    .asString()
                    .startsWith("The service account may not delete secrets");
            assertThat(names(limited.namespace())).containsExactly("a");
        }
    }

    @Test
    void a_drill_that_failed_and_removed_nothing_is_to_be_repeated() {
        var limited = DrillSpace.denied(api);
        allow(limited, List.of("other"));
        var files = SampleFiles.restorable();
        files.put("management/secrets/db.yaml", SampleFiles.secret("db", "kubernetes.io/tls"));
        store(files);

        try (var client = limited.client()) {
            var service = service(limited.namespace(), client);
            var result = service.drill(BundleForge.FOLDER, () -> true);

            assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(result.reasons()).anyMatch(reason -> reason.startsWith("Secrets of a drill may be left in "));
            assertThat(names(limited.namespace())).isNotEmpty();
            assertThat(result.needsRepeat()).isTrue();

            limited.grantTo(limited.namespace());
            await().untilAsserted(() -> assertThat(service.drill(BundleForge.FOLDER, () -> true))
                    .matches(repeated -> repeated.outcome() == Outcome.FAILED && !repeated.needsRepeat()));
            assertThat(names(limited.namespace())).isEmpty();
        }
    }

    @Test
    void creates_nothing_more_once_another_replica_may_lead() {
        store(SampleFiles.restorable());
        var asked = new AtomicInteger();

        var result = service(space.namespace(), account).drill(BundleForge.FOLDER, () -> asked.incrementAndGet() < 3);

        assertThat(result.outcome()).isEqualTo(Outcome.INCOMPLETE);
        assertThat(result.reasons()).singleElement().asString().startsWith("The drill was interrupted");
        assertThat(asked).hasValue(3);
        assertThat(names()).isEmpty();
    }

    @Test
    void is_incomplete_where_another_drill_creates_the_same_object_meanwhile() {
        var result = drillWhile(() -> create("db", Map.of(DrillNamespace.MANAGED_BY, DrillNamespace.DRILL)));

        assertThat(result.outcome()).isEqualTo(Outcome.INCOMPLETE);
        assertThat(result.reasons()).singleElement().asString().contains("Secret db", "another drill runs there");
        assertThat(names()).as("the other drill removes it").containsExactly("db");
    }

    @Test
    void fails_where_another_than_a_drill_creates_the_same_object_meanwhile() {
        var result = drillWhile(() -> create("db", Map.of()));

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.reasons()).singleElement().asString().startsWith("Secret db exists already in ");
        assertThat(names()).containsExactly("db");
    }

    @Test
    void a_failure_does_not_overwrite_a_success_that_was_not_read_yet() {
        store(SampleFiles.restorable());
        drill(space.namespace());
        clock.advance(Duration.ofHours(1));
        var files = SampleFiles.restorable();
        files.put("management/secrets/db.yaml", SampleFiles.secret("db", "kubernetes.io/tls"));
        store(files);

        var unread = results(space.namespace(), account);
        service(space.namespace(), account, unread).drill(BundleForge.FOLDER, () -> true);

        var restarted = results(space.namespace(), account);
        restarted.refresh();
        var last = restarted.last(BundleForge.FOLDER).value().orElseThrow().orElseThrow();
        assertThat(last.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(last.success()).contains(NOW);
    }

    @Test
    void a_success_that_could_not_be_read_is_known_once_it_can_be() {
        store(SampleFiles.restorable());
        drill(space.namespace());
        clock.advance(Duration.ofHours(1));
        var denied = new DrillSpace(api, space.namespace(), api.serviceAccountToken(space.namespace(), "other"));

        try (var client = denied.client()) {
            var results = results(space.namespace(), client);
            var result = service(space.namespace(), client, results).drill(BundleForge.FOLDER, () -> true);
            assertThat(result.success()).isEmpty();

            allow(denied, "other", List.of("other"));
            await().until(results::readNow);
            var last = results.last(BundleForge.FOLDER).value().orElseThrow().orElseThrow();
            assertThat(last.outcome()).isEqualTo(Outcome.INCOMPLETE);
            assertThat(last.success()).contains(NOW);
        }
    }

    private DrillResult drill(String namespace) {
        return service(namespace, account).drill(BundleForge.FOLDER, () -> true);
    }

    /** A drill before whose first creation something else happens. */
    private DrillResult drillWhile(Runnable event) {
        store(SampleFiles.restorable());
        var asked = new AtomicInteger();
        return service(space.namespace(), account).drill(BundleForge.FOLDER, () -> {
            if (asked.getAndIncrement() == 0) {
                event.run();
            }
            return true;
        });
    }

    private DrillService service(String namespace, KubernetesClient client) {
        var results = results(namespace, client);
        results.refresh();
        return service(namespace, client, results);
    }

    private DrillService service(String namespace, KubernetesClient client, DrillResults results) {
        var config = DrillConfigFixture.config(Map.of("namespace", namespace));
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
        create(space.namespace(), name, labels);
    }

    private void create(String namespace, String name, Map<String, String> labels) {
        var secret = new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .withLabels(labels)
                .endMetadata()
                .build();
        api.client().secrets().inNamespace(namespace).resource(secret).create();
    }

    private void allow(DrillSpace limited, List<String> removable) {
        allow(limited, "apic-dr", removable);
    }

    /** Grants the account what a drill needs, but to remove only the objects of these names. */
    private void allow(DrillSpace limited, String serviceAccount, List<String> removable) {
        var role = new RoleBuilder()
                .withNewMetadata()
                .withName("limited")
                .endMetadata()
                .addNewRule()
                .withApiGroups("", "management.apiconnect.ibm.com")
                .withResources("secrets", "configmaps", "managementclusters")
                .withVerbs("get", "list", "create", "update")
                .endRule()
                .addNewRule()
                .withApiGroups("")
                .withResources("secrets", "configmaps")
                .withResourceNames(removable)
                .withVerbs("delete")
                .endRule()
                .build();
        var binding = new RoleBindingBuilder()
                .withNewMetadata()
                .withName("limited")
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "Role", "limited")
                .addNewSubject("", "ServiceAccount", serviceAccount, limited.namespace())
                .build();
        var rbac = api.client().rbac();
        rbac.roles().inNamespace(limited.namespace()).resource(role).create();
        rbac.roleBindings().inNamespace(limited.namespace()).resource(binding).create();
    }

    private List<String> names() {
        return names(space.namespace());
    }

    private List<String> names(String namespace) {
        var client = api.client();
        return Stream.concat(
                        client.secrets().inNamespace(namespace).list().getItems().stream(),
                        client.configMaps().inNamespace(namespace).list().getItems().stream())
                .map(object -> object.getMetadata().getName())
                .filter(name -> !name.startsWith("apic-dr-") && !name.startsWith("default-token"))
                .filter(name -> !name.equals("kube-root-ca.crt"))
                .toList();
    }
}
