package org.apicdr.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What can be said of the manifests without a cluster: that Kubernetes 1.16, and kubectl of that time, knows all of it. */
class ManifestsTest {

    private static final Path MANIFESTS = Path.of("src/main/kubernetes");

    /** The base, and what it stands on. */
    private static final List<Path> OLD = List.of(MANIFESTS.resolve("base"), MANIFESTS.resolve("reader"));

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

    private static final List<String> KUSTOMIZE_2_0_3 =
            List.of("apiVersion", "kind", "namespace", "bases", "resources", "configMapGenerator", "name", "literals");

    @Test
    void every_api_is_in_kubernetes_1_16() throws IOException {
        for (var manifest : manifests()) {
            assertThat(manifest.path("apiVersion").asText())
                    .as(manifest.path("kind").asText())
                    .isIn("v1", "apps/v1", "networking.k8s.io/v1", "rbac.authorization.k8s.io/v1");
            assertThat(fields(manifest)).doesNotContainAnyElementsOf(YOUNGER);
        }
    }

    @Test
    void the_base_is_for_the_kustomize_in_old_kubectl() throws IOException {
        for (var folder : OLD) {
            var kustomization = read(folder.resolve("kustomization.yaml"));

            assertThat(fields(kustomization)).isSubsetOf(KUSTOMIZE_2_0_3);
            assertThat(kustomization.path("resources"))
                    .as("every file of %s, as that kustomize takes folders for bases alone", folder)
                    .extracting(JsonNode::asText)
                    .containsExactlyInAnyOrderElementsOf(files(folder).stream()
                            .map(file -> file.getFileName().toString())
                            .toList());
        }
    }

    @Test
    void no_secret_has_its_values_here() throws IOException {
        assertThat(manifests())
                .noneMatch(manifest -> manifest.path("kind").asText().equals("Secret"));
    }

    private static List<JsonNode> manifests() throws IOException {
        var manifests = new ArrayList<JsonNode>();
        for (var folder : OLD) {
            for (var file : files(folder)) {
                manifests.add(read(file));
            }
        }
        return manifests;
    }

    private static List<Path> files(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> !file.endsWith("kustomization.yaml")).toList();
        }
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
