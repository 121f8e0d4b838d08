package org.apicdr.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.util.List;
import java.util.Map;
import org.apicdr.core.ServiceException;
import org.apicdr.subsystem.ResourceKind;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a resource counts as, by the answer of the API server. */
@Tag("unit")
class SubsystemReaderTest {

    private static final String SECRET = "/api/v1/namespaces/apic/secrets/encryption";
    private static final String CONFIG_MAP = "/api/v1/namespaces/apic/configmaps/extra-values";
    private static final String GROUP = "management.apiconnect.ibm.com/v1beta1";
    private static final String SUBSYSTEMS = "/apis/" + GROUP + "/namespaces/apic/managementclusters";

    private final KubernetesMockServer api = new KubernetesMockServer(false);
    private KubernetesClient client;
    private Fabric8SubsystemReader reader;

    @BeforeEach
    void start() {
        api.init();
        client = api.createClient();
        reader = new Fabric8SubsystemReader(client);
    }

    @AfterEach
    void stop() {
        client.close();
        api.destroy();
    }

    @Test
    void is_there_if_the_answer_has_it() {
        api.expect()
                .get()
                .withPath(SECRET)
                .andReturn(200, Map.of("data", Map.of("key", "c2VjcmV0")))
                .always();

        assertThat(reader.secret("apic", "encryption")
                        .orElseThrow()
                        .at("/data/key")
                        .asText())
                .isEqualTo("c2VjcmV0");
    }

    @Test
    void is_absent_if_the_answer_is_not_found() {
        api.expect().get().withPath(SECRET).andReturn(404, "").always();

        assertThat(reader.secret("apic", "encryption")).isEmpty();
    }

    @Test
    void is_forbidden_if_the_answer_says_so() {
        api.expect().get().withPath(SECRET).andReturn(403, "").always();

        assertThatThrownBy(() -> reader.secret("apic", "encryption"))
                .isInstanceOf(ServiceException.class)
                .hasMessage("The service account may not get secret encryption in apic. Grant get on it.");
    }

    @Test
    void is_unknown_if_the_answer_is_empty() {
        for (var path : List.of(SECRET, CONFIG_MAP, SUBSYSTEMS, "/apis", "/apis/" + GROUP)) {
            api.expect().get().withPath(path).andReturn(200, "").always();
        }

        assertUnknown(() -> reader.secret("apic", "encryption"));
        assertUnknown(() -> reader.configMap("apic", "extra-values"));
        assertUnknown(() -> reader.list(ResourceKind.MANAGEMENT_CLUSTER, "apic"));
        assertUnknown(reader::servedGroups);
        assertUnknown(() -> reader.servedKinds(GROUP));
    }

    private static void assertUnknown(ThrowingCallable reading) {
        assertThatThrownBy(reading)
                .isInstanceOf(ServiceException.class)
                .hasMessageContaining("did not answer (its answer is empty)");
    }
}
