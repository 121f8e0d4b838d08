package org.apicdr.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apicdr.testsupport.Command;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** What can be said of the manifests without a cluster: which Kubernetes and which kubectl know all of it. */
@Tag("docs")
class ManifestsTest {

    private static final List<String> IN_1_16 =
            List.of("v1", "apps/v1", "networking.k8s.io/v1", "policy/v1beta1", "rbac.authorization.k8s.io/v1");

    /** Fields of the kinds used here that are younger, or were not on by default. */
    private static final List<String> YOUNGER = List.of(
            "allocateLoadBalancerNodePorts",
            "appArmorProfile",
            "appProtocol",
            "endPort",
            "ephemeral",
            "ephemeralContainers",
            "fsGroupChangePolicy",
            "grpc",
            "hostUsers",
            "immutable",
            "internalTrafficPolicy",
            "ipFamilies",
            "ipFamilyPolicy",
            "os",
            "overhead",
            "preemptionPolicy",
            "procMount",
            "resizePolicy",
            "resourceClaims",
            "restartPolicyRules",
            "runtimeClassName",
            "schedulingGates",
            "seccompProfile",
            "setHostnameAsFQDN",
            "startupProbe",
            "supplementalGroupsPolicy",
            "topologySpreadConstraints",
            "trafficDistribution",
            "windowsOptions");

    private static final List<String> KUSTOMIZE_2_0_3 = List.of(
            "apiVersion",
            "kind",
            "namespace",
            "bases",
            "resources",
            "patchesStrategicMerge",
            "patchesJson6902",
            "target",
            "group",
            "version",
            "path",
            "configMapGenerator",
            "behavior",
            "name",
            "literals");

    /** Overlays for newer clusters. */
    private static final List<String> NEWER = List.of("restricted", "ha");

    @BeforeEach
    void requireKubectl() {
        Command.require("kubectl");
    }

    @Test
    void every_api_is_in_kubernetes_1_16() throws IOException {
        for (var kustomization : kustomizations()) {
            if (!NEWER.contains(kustomization.getFileName().toString())) {
                assertThat(Kustomized.of(kustomization).objects())
                        .as("%s", kustomization)
                        .allSatisfy(ManifestsTest::isInKubernetes116);
            }
        }
    }

    @Test
    void the_overlays_for_newer_clusters_need_them_for_one_thing_each() {
        assertThat(Kustomized.of(Kustomized.OVERLAYS.resolve("restricted")).objects())
                .flatExtracting(ManifestsTest::fields)
                .filteredOn(YOUNGER::contains)
                .containsExactly("seccompProfile");
        assertThat(Kustomized.of(Kustomized.OVERLAYS.resolve("ha")).objects())
                .extracting(object -> object.path("apiVersion").asText())
                .filteredOn(api -> !IN_1_16.contains(api))
                .containsExactly("policy/v1");
    }

    @Test
    void base_and_overlays_are_for_the_kustomize_in_old_kubectl() throws IOException {
        for (var folder : kustomizations()) {
            assertThat(fields(read(folder.resolve("kustomization.yaml"))))
                    .as("%s", folder)
                    .isSubsetOf(KUSTOMIZE_2_0_3);
        }
        for (var folder : List.of(Kustomized.BASE, Kustomized.MANIFESTS.resolve("reader"))) {
            assertThat(read(folder.resolve("kustomization.yaml")).path("resources"))
                    .as("every file of %s, as that kustomize takes folders for bases alone", folder)
                    .extracting(JsonNode::asText)
                    .containsExactlyInAnyOrderElementsOf(files(folder));
        }
    }

    /** kubectl 1.14 to 1.20 hold that kustomize; {@code .ci/run} gets one from Debian. */
    @Test
    @EnabledIfEnvironmentVariable(named = "OLD_KUBECTL", matches = ".+")
    void old_kubectl_makes_the_same_of_them() throws IOException {
        var old = System.getenv("OLD_KUBECTL");
        for (var kustomization : kustomizations()) {
            assertThat(withoutHash(Kustomized.of(old, kustomization)))
                    .as("%s", kustomization)
                    .containsExactlyInAnyOrderElementsOf(withoutHash(Kustomized.of(kustomization)));
        }
    }

    @Test
    void no_secret_has_its_values_here() throws IOException {
        for (var kustomization : kustomizations()) {
            assertThat(Kustomized.of(kustomization).all("Secret")).isEmpty();
        }
        assertThat(secrets()).allSatisfy(secret -> {
            assertThat(secret.has("data")).isFalse();
            assertThat(secret.path("stringData"))
                    .isNotEmpty()
                    .allMatch(value -> value.asText().isEmpty());
        });
    }

    @Test
    void the_template_names_each_secret_that_is_mounted_and_each_key_that_is_read() throws IOException {
        var tls = Kustomized.of(Kustomized.OVERLAYS.resolve("tls"));
        var paths = tls.the("ConfigMap").path("data").toString();

        assertThat(secrets())
                .extracting(secret -> secret.at("/metadata/name").asText())
                .containsExactlyInAnyOrderElementsOf(tls.pod().findValuesAsText("secretName"));
        for (var secret : secrets()) {
            var name = secret.at("/metadata/name").asText();
            assertThat(fields(secret.path("stringData")))
                    .as(name)
                    .allMatch(key -> name.equals("apic-dr-tls")
                            ? key.matches("tls\\.(crt|key)")
                            : paths.contains("\"/etc/%s/%s\"".formatted(name.replaceFirst("dr-", "dr/"), key)));
        }
    }

    /** Whatever stands by itself: a component needs the base to stand upon. */
    private static List<Path> kustomizations() throws IOException {
        try (var overlays = Files.list(Kustomized.OVERLAYS)) {
            return Stream.concat(Stream.of(Kustomized.BASE), overlays.sorted()).toList();
        }
    }

    private static List<String> files(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> !file.equals("kustomization.yaml"))
                    .toList();
        }
    }

    private static List<JsonNode> secrets() throws IOException {
        var template = Kustomized.MANIFESTS.resolve("secrets.yaml.template").toFile();
        try (var secrets = new YAMLMapper().readerFor(JsonNode.class).<JsonNode>readValues(template)) {
            return secrets.readAll();
        }
    }

    private static void isInKubernetes116(JsonNode object) {
        assertThat(object.path("apiVersion").asText()).isIn(IN_1_16);
        assertThat(fields(object)).doesNotContainAnyElementsOf(YOUNGER);
    }

    /** Of the ConfigMap's name, in which old and new kustomize differ, and of what says nothing. */
    private static List<String> withoutHash(Kustomized kustomized) {
        return kustomized.objects().stream()
                .map(object -> object.toString()
                        .replaceAll("apic-dr-[a-z0-9]{10}\"", "apic-dr\"")
                        .replace("\"annotations\":{},\"labels\":{},", ""))
                .toList();
    }

    private static JsonNode read(Path file) throws IOException {
        return new YAMLMapper().readTree(file.toFile());
    }

    private static List<String> fields(JsonNode node) {
        var names = new ArrayList<String>();
        node.properties().forEach(field -> names.add(field.getKey()));
        node.forEach(child -> names.addAll(fields(child)));
        return names;
    }
}
