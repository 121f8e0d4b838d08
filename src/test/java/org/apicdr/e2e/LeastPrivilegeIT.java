package org.apicdr.e2e;

import static java.util.Map.entry;
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
import org.apicdr.testsupport.DeployedRights;
import org.apicdr.testsupport.DeployedRights.Right;
import org.apicdr.testsupport.KubeApi;
import org.apicdr.testsupport.KubeApiExtension;
import org.apicdr.testsupport.RealParts;
import org.apicdr.testsupport.RunningService;
import org.apicdr.testsupport.SampleSubsystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
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
class LeastPrivilegeIT {

    private static final String LACK = "may not ";

    private static final Duration LIMIT = Duration.ofSeconds(30);

    /**
     * What a capture comes to where a right is missing.
     *
     * @param status of the answer
     * @param words what the answer says of it
     */
    private record Loss(int status, String words) {

        String sentence() {
            return status == 201 ? "a capture warns that it " + words : "a capture is refused, as it " + words;
        }
    }

    private static final Map<String, Loss> LOSSES = Map.ofEntries(
            entry("list managementclusters.management.apiconnect.ibm.com", refused("may not list managementclusters")),
            entry("list managementbackups.management.apiconnect.ibm.com", warned("may not list managementbackups")),
            entry("list portalclusters.portal.apiconnect.ibm.com", refused("may not list portalclusters")),
            entry("list portalbackups.portal.apiconnect.ibm.com", warned("may not list portalbackups")),
            entry("list clusters.postgresql.k8s.enterprisedb.io", warned("may not list clusters.postgresql")),
            entry("list backups.postgresql.k8s.enterprisedb.io", warned("may not list backups.postgresql")),
            entry("get secrets", refused("may not get secret management-")));

    /** What it takes to check the tokens of callers; no capture needs it. */
    private static final Set<String> FOR_CALLERS =
            Set.of("create tokenreviews.authentication.k8s.io", "create subjectaccessreviews.authorization.k8s.io");

    private final KubeApi api;
    private final RealParts parts;
    private final SampleSubsystem subsystem;
    private final RunningService service;
    private final Operator operator;
    private final DeployedRights deployed;

    LeastPrivilegeIT(KubeApi api) {
        this.api = api;
        this.parts = RealParts.start(api);
        this.subsystem = SampleSubsystem.release1005WithPortal(api.client(), api.namespace("least"));
        this.deployed = DeployedRights.of(api, DeployedRights.BASE);
        deployed.grant(api, namespaces());
        this.service = RunningService.start(parts.folder(), properties());
        this.operator = new Operator(service);
    }

    @AfterAll
    void stop() {
        service.close();
        parts.close();
    }

    @Test
    void every_right_is_known_to_be_needed_and_every_need_is_met() {
        var known = Stream.concat(LOSSES.keySet().stream(), FOR_CALLERS.stream());

        assertThat(deployed.rights()).extracting(Right::toString).containsExactlyInAnyOrderElementsOf(known.toList());
        assertThat(deployed.rights())
                .filteredOn(Right::everywhere)
                .extracting(Right::toString)
                .containsExactlyInAnyOrderElementsOf(FOR_CALLERS);
    }

    @TestFactory
    Stream<DynamicTest> none_is_too_many() {
        return deployed.rights().stream()
                .filter(right -> !right.everywhere())
                .map(right ->
                        dynamicTest("without %s %s".formatted(right, loss(right).sentence()), () -> take(right)));
    }

    @Test
    void all_together_are_enough() {
        deployed.grant(api, namespaces());

        await().atMost(LIMIT).untilAsserted(() -> {
            var answer = operator.capture(subsystem, Map.of());
            assertThat(answer.statusCode()).isEqualTo(201);
            assertThat(lines(answer)).noneMatch(line -> line.contains(LACK));
        });
    }

    @Test
    void every_secret_that_may_not_be_read_is_named_at_once() {
        deployed.without(right("get secrets")).grant(api, namespaces());

        await().atMost(LIMIT)
                .untilAsserted(() -> operator.capture(subsystem, Map.of())
                        .then()
                        .statusCode(503)
                        .body("type", is("urn:apic-dr:problem:cluster-forbidden"))
                        .body("missing", hasItems("management-enc-key", "management-atm-cred", "portal-enc-key"))
                        .body("detail", containsString("grant get on it")));
    }

    private void take(Right right) {
        deployed.without(right).grant(api, namespaces());

        await().atMost(LIMIT).untilAsserted(() -> {
            var answer = operator.capture(subsystem, Map.of());
            assertThat(answer.statusCode()).isEqualTo(loss(right).status());
            assertThat(lines(answer))
                    .filteredOn(line -> line.contains(LACK))
                    .hasSize(1)
                    .allMatch(line -> line.contains(loss(right).words()));
        });
        System.out.printf("without %s %s%n", right, loss(right).sentence());
    }

    private Map<String, String> properties() {
        var properties = parts.properties(namespaces());
        var token = DeployedRights.token(api, subsystem.namespace());
        properties.put(
                "kubeconfig",
                api.kubeconfig(parts.folder(), subsystem.namespace(), token).toString());
        return properties;
    }

    private static Loss refused(String words) {
        return new Loss(503, words);
    }

    private static Loss warned(String words) {
        return new Loss(201, words);
    }

    private static Loss loss(Right right) {
        return LOSSES.getOrDefault(right.toString(), refused("has no need of it that is known"));
    }

    private Right right(String name) {
        return deployed.rights().stream()
                .filter(right -> right.toString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private List<String> namespaces() {
        return List.of(subsystem.namespace());
    }

    /** The sentences that an answer has for its reader. */
    private static List<String> lines(Response answer) {
        return answer.statusCode() == 201 ? answer.path("manifest.warnings") : List.of(answer.<String>path("detail"));
    }
}
