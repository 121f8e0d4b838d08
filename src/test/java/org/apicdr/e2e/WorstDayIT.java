package org.apicdr.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.apicdr.testsupport.IntegrationEnvironment;
import org.apicdr.testsupport.KubeApi;
import org.apicdr.testsupport.KubeApiExtension;
import org.apicdr.testsupport.RunningService;
import org.apicdr.testsupport.SampleSubsystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The cluster is gone, and nobody is left to ask who calls: a service on loopback that asks for no token helps. */
@ExtendWith(KubeApiExtension.class)
@Tag("store")
class WorstDayIT {

    private final IntegrationEnvironment parts;
    private final SampleSubsystem subsystem;

    WorstDayIT(KubeApi api) {
        this.parts = IntegrationEnvironment.start(api);
        this.subsystem = SampleSubsystem.release1001(api.client(), api.namespace("lost"));
    }

    @AfterEach
    void stop() {
        parts.close();
    }

    @Test
    void it_lists_downloads_and_verifies_without_an_api_server() throws IOException {
        String id;
        try (var service = parts.service(List.of(subsystem.namespace()))) {
            id = new ApiClient(service).captures(subsystem);
        }

        try (var service = withoutCluster()) {
            var apiClient = new ApiClient(service);
            apiClient.get("/api/v1/bundles").then().statusCode(200).body("items.id", hasItem(id));
            apiClient.latest(subsystem).then().statusCode(200).body("id", is(id));
            apiClient
                    .verify(subsystem, id)
                    .then()
                    .statusCode(200)
                    .body("verdict", is("pass"))
                    .body("notProven", is(List.of("current", "restorable")));
            var file = apiClient.get("/api/v1/bundles/%s/archive".formatted(id)).asByteArray();
            assertThat(file).isEqualTo(Files.readAllBytes(parts.store(subsystem).resolve(id + ".tar")));
            apiClient
                    .capture(subsystem, Map.of())
                    .then()
                    .statusCode(503)
                    .body("type", is("urn:apic-dr:problem:cluster-unavailable"));
        }
    }

    private RunningService withoutCluster() {
        var properties = parts.properties(List.of(subsystem.namespace()));
        properties.remove("kubeconfig");
        properties.put("kubernetes.master", "https://127.0.0.1:1");
        return RunningService.start(parts.folder(), properties);
    }
}
