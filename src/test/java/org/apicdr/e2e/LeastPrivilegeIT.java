package org.apicdr.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.restassured.response.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apicdr.testsupport.DeployedPermissions;
import org.apicdr.testsupport.DeployedPermissions.Right;
import org.apicdr.testsupport.FakeInstallation;
import org.apicdr.testsupport.IntegrationEnvironment;
import org.apicdr.testsupport.KubeApi;
import org.apicdr.testsupport.KubeApiExtension;
import org.apicdr.testsupport.RunningService;
import org.apicdr.testsupport.SampleSubsystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * That the deployed account may do what the service needs, and nothing more: each of its rights is taken away alone, and
 * what needs it fails and names it. RBAC is on.
 */
@ExtendWith(KubeApiExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("access")
class LeastPrivilegeIT {

    private static final String LACK = "The service account may not ";

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final KubeApi api;
    private final IntegrationEnvironment parts;
    private final SampleSubsystem subsystem;
    private final SampleSubsystem onEdb;
    private final List<String> namespaces;
    private final DeployedPermissions deployed;
    private final RunningService service;
    private final ApiClient apiClient;

    LeastPrivilegeIT(KubeApi api) {
        this.api = api;
        this.parts = IntegrationEnvironment.start(api);
        this.subsystem = SampleSubsystem.release1005WithPortal(api.client(), api.namespace("least"));
        nameConfigMap(subsystem);
        this.onEdb = SampleSubsystem.release121(api.client(), api.namespace("least-edb"));
        this.namespaces = List.of(subsystem.namespace(), onEdb.namespace());
        this.deployed = DeployedPermissions.of(api, DeployedPermissions.HA)
                .and(DeployedPermissions.of(api, DeployedPermissions.DATABASE_BACKUPS));
        var callers = Callers.in(api);
        namespaces.forEach(namespace -> callers.bind("admin", "admin", namespace));
        this.service = RunningService.start(parts.folder(), properties());
        this.apiClient = new ApiClient(service, callers.token("admin"));
    }

    /** So that the right to read config maps is needed. */
    private static void nameConfigMap(SampleSubsystem subsystem) {
        new FakeInstallation(subsystem.client(), subsystem.namespace()).configMaps(List.of("environment"));
        var container =
                Map.of("name", "apim", "envFrom", List.of(Map.of("configMapRef", Map.of("name", "environment"))));
        subsystem.setSpec(
                spec -> spec.put("template", List.of(Map.of("name", "apim", "containers", List.of(container)))));
    }

    @AfterAll
    void stop() {
        service.close();
        parts.close();
    }

    @Test
    void every_right_is_known_to_be_needed_and_every_need_is_met() {
        assertThat(deployed.rights())
                .extracting(Right::toString)
                .containsExactlyInAnyOrderElementsOf(MissingPermissionEffect.ALL.keySet());
    }

    @Test
    void what_replicas_or_backups_alone_need_is_granted_with_them_alone() {
        assertGranted(
                DeployedPermissions.BASE, Set.of(MissingPermissionEffect.REFUSED, MissingPermissionEffect.WARNED));
        assertGranted(
                DeployedPermissions.HA,
                Set.of(
                        MissingPermissionEffect.REFUSED,
                        MissingPermissionEffect.WARNED,
                        MissingPermissionEffect.LEADERLESS));
        assertGranted(
                DeployedPermissions.DATABASE_BACKUPS,
                Set.of(
                        MissingPermissionEffect.REFUSED,
                        MissingPermissionEffect.WARNED,
                        MissingPermissionEffect.UNBACKED));
    }

    @TestFactory
    Stream<DynamicTest> none_is_too_many() {
        return deployed.rights().stream().map(right -> dynamicTest(sentence(right), () -> take(right)));
    }

    @Test
    void all_together_are_enough() {
        deployed.grant(api, namespaces);

        await().atMost(LIMIT).untilAsserted(() -> {
            var answer = apiClient.capture(subsystem, Map.of());
            assertThat(answer.statusCode()).isEqualTo(201);
            assertThat(answer.asString()).doesNotContain(LACK);
            assertThat(captures().<Boolean>path("checks[0].data.leading")).isTrue();
            for (var each : List.of(subsystem, onEdb)) {
                assertThat(takeBackups(each).statusCode()).isEqualTo(202);
            }
        });
    }

    @Test
    void every_secret_that_may_not_be_read_is_named_at_once() {
        deployed.without("get secrets").grant(api, namespaces);

        await().atMost(LIMIT)
                .untilAsserted(() -> apiClient
                        .capture(subsystem, Map.of())
                        .then()
                        .statusCode(503)
                        .body("type", is("urn:apic-dr:problem:cluster-forbidden"))
                        .body("missing", hasItems("management-enc-key", "management-atm-cred", "portal-enc-key"))
                        .body("detail", containsString("Grant get on it")));
    }

    private void take(Right right) {
        deployed.without(right.toString()).grant(api, namespaces);

        await().atMost(LIMIT).untilAsserted(() -> {
            if (right.toString().startsWith("create leases")) {
                api.client()
                        .leases()
                        .inNamespace(subsystem.namespace())
                        .withName(MissingPermissionEffect.LEASE)
                        .delete();
            }
            var answer = ask(right);
            assertThat(answer.statusCode())
                    .isEqualTo(MissingPermissionEffect.of(right) == MissingPermissionEffect.WARNED ? 201 : 503);
            assertThat(Stream.of(answer.asString().split(LACK, -1)).skip(1))
                    .as("what is said to be missing")
                    .isNotEmpty()
                    .allMatch(said -> said.startsWith(words(right)));
        });
        System.out.println(sentence(right));
    }

    /** Asks for what needs the right. */
    private Response ask(Right right) {
        return switch (MissingPermissionEffect.of(right)) {
            case REFUSED, WARNED -> apiClient.capture(subsystem, Map.of());
            case LEADERLESS -> captures();
            case UNBACKED -> takeBackups(right.toString().contains("enterprisedb") ? onEdb : subsystem);
        };
    }

    /** Those that were taken before a right was lost would stand in the way. */
    private Response takeBackups(SampleSubsystem of) {
        new FakeOperators(of).forgetBackups();
        return apiClient.takeBackups(of, Map.of());
    }

    private void assertGranted(String manifests, Set<MissingPermissionEffect> losses) {
        assertThat(DeployedPermissions.of(api, manifests).rights())
                .extracting(Right::toString)
                .as(manifests)
                .containsExactlyInAnyOrderElementsOf(MissingPermissionEffect.ALL.entrySet().stream()
                        .filter(loss -> losses.contains(loss.getValue()))
                        .map(Map.Entry::getKey)
                        .toList());
    }

    /** As the service says it: of secrets, config maps and leases it names each. */
    private static String words(Right right) {
        return right.toString()
                .replace("get secrets", "get secret ")
                .replace("get configmaps", "get configmap ")
                .replaceFirst("leases.coordination.k8s.io.*", "lease " + MissingPermissionEffect.LEASE);
    }

    private static String sentence(Right right) {
        return "without %s %s"
                .formatted(right, MissingPermissionEffect.of(right).sentence());
    }

    private Response captures() {
        return apiClient.get("/q/health/group/captures");
    }

    private Map<String, String> properties() {
        var properties = parts.properties(namespaces);
        properties.put("kubernetes.namespace", subsystem.namespace());
        properties.put("apic-dr.access.mode", "kubernetes");
        properties.put("apic-dr.access.cache-time", "0s");
        properties.put("apic-dr.capture.schedule", "0 0 1 1 *");
        properties.put("apic-dr.capture.lease", MissingPermissionEffect.LEASE);
        properties.put("apic-dr.capture.lease-duration", "5s");
        properties.put("apic-dr.database-backups.enabled", "true");
        deployed.grant(api, namespaces);
        return properties;
    }
}
