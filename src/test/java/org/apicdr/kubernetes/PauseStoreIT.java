package org.apicdr.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.util.List;
import org.apicdr.core.ServiceException;
import org.apicdr.testsupport.DeployedPermissions;
import org.apicdr.testsupport.KubeApi;
import org.apicdr.testsupport.KubeApiExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Pauses on an API server with RBAC, by the account of the manifests. */
@ExtendWith(KubeApiExtension.class)
@Tag("access")
class PauseStoreIT {

    private static final String OVERLAY = "src/main/kubernetes/overlays/pause";

    private final KubeApi api;
    private final String namespace;
    private final KubernetesClient client;

    PauseStoreIT(KubeApi api) {
        this.api = api;
        this.namespace = api.namespace("paused");
        this.client = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(api.client().getConfiguration())
                        .withOauthToken(DeployedPermissions.token(api, namespace))
                        .withNamespace(namespace)
                        .build())
                .build();
    }

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void every_replica_reads_what_one_wrote() {
        DeployedPermissions.of(api, OVERLAY).grant(api, List.of(namespace));
        var one = store();
        var other = store();
        assertThat(other.read()).isEmpty();

        one.put("apic.management", "first");
        other.put("second.management", "second");
        one.put("apic.management", "again");
        assertThat(other.read()).hasSize(2).containsEntry("apic.management", "again");

        other.remove("apic.management");
        other.remove("apic.management");
        assertThat(one.read()).containsOnlyKeys("second.management");
    }

    @Test
    void without_the_overlay_it_reads_and_names_what_to_grant_to_write() {
        DeployedPermissions.of(api, DeployedPermissions.BASE).grant(api, List.of(namespace));

        assertThat(store().read()).isEmpty();
        assertThatThrownBy(() -> store().put("apic.management", "{}"))
                .isInstanceOf(ServiceException.class)
                .hasMessage(
                        "The service account may not create configmap apic-dr-pauses in %s. Grant create on it.",
                        namespace);
    }

    private Fabric8PauseStore store() {
        return new Fabric8PauseStore(client, new Fabric8SubsystemReader(client));
    }
}
