package org.apicdr.testsupport;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.server.mock.KubernetesMixedDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.ServerRequest;
import io.fabric8.mockwebserver.ServerResponse;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("unit")
class SampleSubsystemTest {

    private final KubernetesMockServer server = mockServer();

    @BeforeEach
    void start() {
        server.init();
    }

    @AfterEach
    void stop() {
        server.destroy();
    }

    @ParameterizedTest
    @EnumSource
    void plays_on_the_mock_server_too(Sample sample) {
        try (var client = server.createClient()) {
            var subsystem = sample.create(client, "apic");

            assertComplete(subsystem);
        }
    }

    /** That the server has the names which the subsystem promises, and a status beside the spec. */
    static void assertComplete(SampleSubsystem subsystem) {
        var cluster = subsystem.managementCluster();
        var names = subsystem.secrets();
        assertThat(cluster.<String>get("spec", "siteName")).isEqualTo(subsystem.siteName());
        assertThat(cluster.<String>get("spec", "databaseBackup", "credentials")).isEqualTo(names.backup());
        assertThat(cluster.<String>get("status", "encryptionSecret")).isEqualTo(names.encryption());
        assertThat(cluster.<Map<String, Object>>get("status").values()).containsAll(names.credentials());
        assertThat(names.credentials())
                .allSatisfy(name -> assertThat(owner(subsystem, name))
                        .isEqualTo(cluster.getMetadata().getUid()));
        assertThat(Stream.of(names.portal(), names.others()).flatMap(Collection::stream))
                .allSatisfy(name -> assertThat(subsystem.secretData(name)).isNotEmpty());
        assertThat(subsystem.secretData(names.credentials().get(3))).containsEntry("empty", "");
    }

    private static String owner(SampleSubsystem subsystem, String secret) {
        var found = subsystem.client().secrets().inNamespace(subsystem.namespace());
        return found.withName(secret)
                .require()
                .getMetadata()
                .getOwnerReferences()
                .get(0)
                .getUid();
    }

    private static KubernetesMockServer mockServer() {
        var responses = new HashMap<ServerRequest, Queue<ServerResponse>>();
        var dispatcher = new KubernetesMixedDispatcher(responses);
        return new KubernetesMockServer(new Context(), new MockWebServer(), responses, dispatcher, false);
    }
}
