package org.apicdr.testsupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(KubeApiExtension.class)
@Tag("access")
class KubeApiIT {

    private final KubeApi api;
    private final KubernetesClient client;

    KubeApiIT(KubeApi api) {
        this.api = api;
        this.client = api.client();
    }

    @BeforeEach
    void crds() {
        api.installCrds();
    }

    @Test
    void refuses_secrets_to_an_account_without_a_role(@TempDir Path folder) {
        var namespace = api.namespace("rbac");
        var token = api.serviceAccountToken(namespace, "powerless");

        var config =
                Config.fromKubeconfig(api.kubeconfig(folder, namespace, token).toFile());

        try (var powerless = new KubernetesClientBuilder().withConfig(config).build()) {
            assertThatExceptionOfType(KubernetesClientException.class)
                    .isThrownBy(() -> powerless.secrets().list())
                    .satisfies(e -> assertThat(e.getCode()).isEqualTo(403))
                    .withMessageContaining("system:serviceaccount:%s:powerless".formatted(namespace));
        }
    }

    @Test
    void knows_the_resource_types_by_their_short_names() {
        assertThat(api.kubectl("get", "mgmt,mgmtb,mgmtr,ptl,pb", "--all-namespaces", "--output=name"))
                .doesNotContain("error");
    }

    @Test
    void says_what_kubectl_complained_about() {
        assertThatIllegalStateException()
                .isThrownBy(() -> api.kubectl("get", "unicorns"))
                .withMessageContaining("unicorns");
    }

    @ParameterizedTest
    @EnumSource
    void reads_back_what_a_subsystem_consists_of(Sample sample) {
        var namespace = api.namespace("sample");

        var subsystem = sample.create(client, namespace);

        SampleSubsystemTest.assertComplete(subsystem);
    }

    @Test
    void refuses_a_management_cluster_without_one_of_the_endpoints() {
        var namespace = api.namespace("refusal");
        var subsystem = SampleSubsystem.release1005WithPortal(client, namespace);
        var incomplete = subsystem.managementCluster();
        incomplete.<Map<String, Object>>get("spec").remove("platformAPIEndpoint");

        assertThatExceptionOfType(KubernetesClientException.class)
                .isThrownBy(() -> client.resource(incomplete).update())
                .withMessageContaining("spec.platformAPIEndpoint");
    }

    @Test
    void rotates_an_immutable_secret_like_any_other() {
        var subsystem = SampleSubsystem.release1001(client, api.namespace("rotation"));
        var before = new HashMap<String, Map<String, String>>();
        subsystem.secrets().credentials().forEach(name -> before.put(name, subsystem.secretData(name)));

        before.keySet().forEach(subsystem::rotateSecret);

        assertThat(before)
                .allSatisfy((name, data) -> assertThat(subsystem.secretData(name))
                        .hasSameSizeAs(data)
                        .isNotEqualTo(data));
    }

    @Test
    void changes_the_status_through_its_own_door() {
        var subsystem = SampleSubsystem.release121(client, api.namespace("status"));

        subsystem.setStatus(status -> status.put("phase", "Pending"));

        assertThat(subsystem.managementCluster().<String>get("status", "phase")).isEqualTo("Pending");
    }

    @Test
    void still_writes_self_links_in_1_20() {
        assumeThat(api.version()).startsWith("v1.20.");

        var subsystem = SampleSubsystem.release1001(client, api.namespace("link"));

        assertThat(subsystem.managementCluster().getMetadata().getSelfLink())
                .endsWith("/managementclusters/management");
    }

    @Test
    void installs_the_resource_types_once() {
        assertThatCode(api::installCrds).doesNotThrowAnyException();
    }
}
