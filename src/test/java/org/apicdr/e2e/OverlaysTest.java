package org.apicdr.e2e;

import static org.apicdr.e2e.Kustomized.BASE;
import static org.apicdr.e2e.Kustomized.OVERLAYS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apicdr.testsupport.Command;
import org.apicdr.testsupport.MarkdownFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What kubectl makes of the base and of each overlay. */
@Tag("docs")
class OverlaysTest {

    private static final List<String> EXAMPLES =
            MarkdownFile.read("docs/deployment.md").texts("Overlays", "yaml");

    @TempDir
    private Path folder;

    @BeforeEach
    void requireKubectl() {
        Command.require("kubectl");
    }

    static List<Path> overlays() throws IOException {
        try (var folders = Files.list(OVERLAYS)) {
            return folders.sorted().toList();
        }
    }

    static List<String> components() throws IOException {
        return overlays().stream()
                .filter(overlay -> Files.isDirectory(overlay.resolve("component")))
                .map(overlay -> overlay.getFileName().toString())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("org.apicdr.e2e.RestrictedControl#all")
    void the_overlay_restricted_meets_each_control_of_that_standard(RestrictedControl control) {
        assertThat(control.isMetBy(restricted().pod())).isTrue();
    }

    @ParameterizedTest
    @MethodSource("org.apicdr.e2e.RestrictedControl#all")
    void each_control_notices_what_it_is_against(RestrictedControl control) throws IOException {
        assertThat(control.isMetBy(new YAMLMapper().readTree(control.breach()))).isFalse();
    }

    @Test
    void the_base_lacks_the_seccomp_profile_alone_as_kubernetes_1_16_has_no_field_for_it() {
        var base = Kustomized.of(BASE);

        assertThat(RestrictedControl.all())
                .filteredOn(control -> !control.isMetBy(base.pod()))
                .extracting(RestrictedControl::name)
                .containsExactly("Seccomp");
        assertThat(annotations(base)).contains("\"seccomp.security.alpha.kubernetes.io/pod\":\"runtime/default\"");
    }

    @Test
    void old_openshift_is_asked_for_no_seccomp_profile() {
        var overlay = overlay("openshift-before-4.11");

        assertThat(annotations(overlay)).doesNotContain("seccomp");
        assertThat(overlay.pod().toString()).doesNotContain("seccomp");
        assertThat(annotations(restricted())).doesNotContain("seccomp");
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void every_pod_runs_under_its_account_with_a_read_only_root_and_limits(Path overlay) {
        var kustomized = Kustomized.of(overlay);

        assertThat(kustomized.pod().path("serviceAccountName").asText()).isEqualTo("apic-dr");
        assertThat(kustomized
                        .container()
                        .at("/securityContext/readOnlyRootFilesystem")
                        .asBoolean())
                .isTrue();
        assertThat(kustomized.container().at("/resources/limits").size()).isEqualTo(2);
        assertThat(kustomized.container().at("/resources/requests").size()).isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void every_reference_to_the_account_is_to_the_pods(Path overlay) {
        var kustomized = Kustomized.of(overlay);
        var account = kustomized.the("ServiceAccount").path("metadata");

        assertThat(Stream.of("RoleBinding", "ClusterRoleBinding").flatMap(kind -> kustomized.all(kind).stream()))
                .isNotEmpty()
                .allSatisfy(binding ->
                        assertThat(binding.at("/subjects/0/namespace")).isEqualTo(account.path("namespace")));
        assertThat(kustomized.the("Deployment").at("/metadata/namespace")).isEqualTo(account.path("namespace"));
    }

    /** A tool that applies the overlay would prune or reset it. */
    @ParameterizedTest
    @MethodSource("overlays")
    void no_overlay_has_an_object_that_the_service_makes_while_it_runs(Path overlay) {
        var kustomized = Kustomized.of(overlay);

        assertThat(kustomized.all("Lease")).isEmpty();
        assertThat(kustomized.all("ConfigMap"))
                .singleElement()
                .satisfies(generated ->
                        assertThat(generated.at("/metadata/name").asText()).matches("apic-dr-[a-z0-9]{10}"));
    }

    @Test
    void tls_leaves_no_port_without_it() {
        var tls = overlay("tls");

        assertThat(tls.the("Service").at("/spec/ports"))
                .singleElement()
                .satisfies(port -> assertThat(port.path("port").asInt()).isEqualTo(8443));
        assertThat(tls.container().path("ports"))
                .singleElement()
                .satisfies(
                        port -> assertThat(port.path("containerPort").asInt()).isEqualTo(8443));
        for (var probe : List.of("livenessProbe", "readinessProbe")) {
            var get = tls.container().path(probe).path("httpGet");
            assertThat(get.path("scheme").asText()).as(probe).isEqualTo("HTTPS");
            assertThat(get.path("port").asText()).as(probe).isEqualTo("https");
        }
        assertThat(Kustomized.of(BASE).the("NetworkPolicy").toString()).contains("8443");
    }

    @Test
    void the_tls_folder_is_where_the_secret_is_mounted() {
        var container = overlay("tls").container();
        var folder = value(container, "APIC_DR_TLS_FOLDER");

        assertThat(container.path("volumeMounts"))
                .filteredOn(mount -> mount.path("mountPath").asText().equals(folder))
                .singleElement()
                .satisfies(mount -> assertThat(mount.has("subPath")).isFalse());
    }

    @Test
    void the_network_policy_closes_both_ways_but_for_named_ports() {
        var policy = overlay("network-policy").the("NetworkPolicy").path("spec");

        assertThat(policy.path("podSelector"))
                .isEqualTo(Kustomized.of(BASE).the("Deployment").at("/spec/selector"));
        assertThat(policy.path("policyTypes")).extracting(JsonNode::asText).containsExactly("Ingress", "Egress");
        assertThat(policy.at("/ingress/0/from"))
                .hasSize(2)
                .allSatisfy(peer -> assertThat(peer.toString()).contains("apic-dr.io/caller"));
        assertThat(ports(policy.path("ingress"))).containsExactly(8080, 8443);
        assertThat(ports(policy.path("egress"))).containsExactlyInAnyOrder(53, 53, 5353, 5353, 443, 6443, 22);
    }

    @Test
    void the_name_of_the_lease_is_the_same_in_role_and_environment() {
        for (var name : List.of("ha", "ha-before-1.21")) {
            var overlay = overlay(name);

            assertThat(overlay.all("Role"))
                    .extracting(role -> role.at("/rules/0/resourceNames/0").asText())
                    .contains(value(overlay.container(), "APIC_DR_CAPTURE_LEASE"));
        }
    }

    @Test
    void a_replica_is_left_while_another_goes() {
        var overlay = overlay("ha");
        var deployment = overlay.the("Deployment").path("spec");
        var budget = overlay.the("PodDisruptionBudget");

        assertThat(deployment.path("replicas").asInt()).isEqualTo(2);
        assertThat(deployment.at("/strategy/rollingUpdate/maxUnavailable").asInt(1))
                .isZero();
        assertThat(budget.at("/spec/maxUnavailable").asInt()).isEqualTo(1);
        assertThat(budget.at("/spec/selector")).isEqualTo(deployment.path("selector"));
        assertThat(budget.path("apiVersion").asText()).isEqualTo("policy/v1");
        assertThat(overlay("ha-before-1.21")
                        .the("PodDisruptionBudget")
                        .path("apiVersion")
                        .asText())
                .isEqualTo("policy/v1beta1");
    }

    @Test
    void backups_are_made_with_their_overlay_alone() {
        var overlay = overlay("database-backups");

        assertThat(value(overlay.container(), "APIC_DR_DATABASE_BACKUPS_ENABLED"))
                .isEqualTo("true");
        assertThat(createsBackups(overlay)).isTrue();
        for (var other : List.of(BASE, OVERLAYS.resolve("ha"), OVERLAYS.resolve("namespaces"))) {
            assertThat(createsBackups(Kustomized.of(other))).as("%s", other).isFalse();
            assertThat(Kustomized.of(other).container().toString()).doesNotContain("DATABASE_BACKUPS");
        }
    }

    @Test
    void restoring_is_granted_by_its_overlay_alone() {
        var overlay = overlay("restore");

        assertThat(value(overlay.container(), "APIC_DR_RESTORE_ENABLED")).isEqualTo("true");
        assertThat(grants(overlay, "secrets", "create")).isTrue();
        assertThat(grants(overlay, "managementrestores", "create")).isTrue();
        assertThat(overlay.all("Role"))
                .allSatisfy(role -> assertThat(role.findValues("verbs"))
                        .noneMatch(verbs -> verbs.toString().contains("delete")
                                || verbs.toString().contains("patch")));
        for (var other :
                List.of(BASE, OVERLAYS.resolve("ha"), OVERLAYS.resolve("pause"), OVERLAYS.resolve("namespaces"))) {
            assertThat(grants(Kustomized.of(other), "secrets", "create"))
                    .as("%s", other)
                    .isFalse();
            assertThat(Kustomized.of(other).container().toString()).doesNotContain("RESTORE");
        }
    }

    @Test
    void drills_grant_nothing_but_in_a_namespace_of_their_own() {
        var overlay = overlay("drill");
        var base = Kustomized.of(BASE);
        var data = overlay.the("ConfigMap").path("data");

        assertThat(overlay.all("Role"))
                .filteredOn(role -> !base.all("Role")
                        .toString()
                        .contains(role.at("/metadata/name").asText() + "\""))
                .singleElement()
                .satisfies(role ->
                        assertThat(role.at("/metadata/namespace")).isEqualTo(data.path("APIC_DR_DRILL_NAMESPACE")));
        assertThat(data.path("APIC_DR_DRILL_SCHEDULE").asText()).isEqualTo("0 4 * * 0");
        assertThat(overlay.the("Deployment").at("/metadata/namespace"))
                .isNotEqualTo(data.path("APIC_DR_DRILL_NAMESPACE"));
    }

    @Test
    void each_namespace_grants_the_same_to_the_account_of_the_first() {
        var overlay = overlay("namespaces");
        var roles = overlay.all("Role");

        assertThat(roles)
                .extracting(role -> role.at("/metadata/namespace").asText())
                .containsExactly("apic", "portals");
        assertThat(roles.get(0).path("rules")).isEqualTo(roles.get(1).path("rules"));
        assertThat(overlay.the("ConfigMap").at("/data/APIC_DR_NAMESPACES").asText())
                .isEqualTo("apic,portals");
    }

    @ParameterizedTest
    @MethodSource("components")
    void a_component_makes_of_the_base_what_its_overlay_is(String name) {
        requireComponents();
        var names = name.equals("ha-before-1.21") ? List.of("ha", name) : List.of(name);

        assertThat(site(names).objects())
                .containsExactlyInAnyOrderElementsOf(overlay(name).objects());
    }

    @Test
    void the_documented_combination_has_what_each_component_is_for() {
        requireComponents();
        var site = Kustomized.site(folder, EXAMPLES.get(0) + "namespace: apic\n");

        assertThat(RestrictedControl.all()).allMatch(control -> control.isMetBy(site.pod()));
        assertThat(site.container().path("env"))
                .extracting(variable -> variable.path("name").asText())
                .contains("APIC_DR_TLS_FOLDER", "APIC_DR_CAPTURE_LEASE");
        assertThat(site.the("NetworkPolicy").at("/spec/egress"))
                .filteredOn(rule -> rule.has("to"))
                .singleElement()
                .satisfies(rule -> assertThat(rule.findValuesAsText("port")).containsExactly("22"));
        assertThat(site.the("Deployment").at("/spec/replicas").asInt()).isEqualTo(2);
    }

    @Test
    void a_second_installation_takes_nothing_from_the_first() {
        requireComponents();
        var first = Kustomized.of(BASE);
        var second = Kustomized.site(folder, """
                resources: [../apic-dr/src/main/kubernetes/base]
                namespace: apic-test
                """ + EXAMPLES.get(1));

        assertThat(second.names())
                .filteredOn(first.names()::contains)
                .as("what both have in common")
                .containsExactly("ClusterRole /apic-dr-access");
        assertThat(second.the("ClusterRoleBinding").at("/subjects/0/namespace").asText())
                .isEqualTo("apic-test");
    }

    private Kustomized site(List<String> components) {
        return Kustomized.site(folder, """
                resources: [../apic-dr/src/main/kubernetes/base]
                namespace: apic
                components: %s
                """.formatted(components.stream()
                .map("../apic-dr/src/main/kubernetes/overlays/%s/component"::formatted)
                .collect(Collectors.joining(", ", "[", "]"))));
    }

    private static Kustomized restricted() {
        return overlay("restricted");
    }

    private static Kustomized overlay(String name) {
        return Kustomized.of(OVERLAYS.resolve(name));
    }

    private static String annotations(Kustomized kustomized) {
        return kustomized
                .the("Deployment")
                .at("/spec/template/metadata")
                .path("annotations")
                .toString();
    }

    private static String value(JsonNode container, String variable) {
        for (var entry : container.path("env")) {
            if (entry.path("name").asText().equals(variable)) {
                return entry.path("value").asText();
            }
        }
        throw new AssertionError(variable + " is not set");
    }

    private static boolean createsBackups(Kustomized kustomized) {
        return kustomized.all("Role").stream()
                .flatMap(role -> StreamSupport.stream(role.path("rules").spliterator(), false))
                .anyMatch(rule -> rule.path("resources").toString().contains("backups\"")
                        && rule.path("verbs").toString().contains("create"));
    }

    private static boolean grants(Kustomized kustomized, String resource, String verb) {
        return kustomized.all("Role").stream()
                .flatMap(role -> StreamSupport.stream(role.path("rules").spliterator(), false))
                .anyMatch(rule -> rule.path("resources").toString().contains("\"" + resource + "\"")
                        && rule.path("verbs").toString().contains("\"" + verb + "\""));
    }

    private static List<Integer> ports(JsonNode rules) {
        return rules.findValues("ports").stream()
                .flatMap(ports -> ports.findValues("port").stream())
                .map(JsonNode::asInt)
                .toList();
    }

    /** kubectl knows them from 1.21 on. */
    private static void requireComponents() {
        var version = Command.run(Path.of("."), "kubectl", "version", "--client", "--output=json");
        var minor = Pattern.compile("\"minor\": \"(\\d+)").matcher(version.stdout());
        assumeTrue(minor.find() && Integer.parseInt(minor.group(1)) >= 21, "skipped, kubectl is older than 1.21");
    }
}
