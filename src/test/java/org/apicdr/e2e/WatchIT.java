package org.apicdr.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;

import io.restassured.response.ValidatableResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apicdr.testsupport.MinaSftpServer;
import org.apicdr.testsupport.RunningService;
import org.apicdr.testsupport.SshKeygen;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged service while neither the SFTP server nor the API server is there, and when the first comes up. */
@Tag("store")
class WatchIT {

    private static final Duration TWO_LOOKS = Duration.ofSeconds(70);

    private static final String STATUS = "checks.find { it.name == '%s' }.status";
    private static final String DATA = "checks.find { it.name == '%s' }.data.%s";

    @TempDir
    private Path folder;

    @Test
    void starts_answers_what_it_can_and_goes_on_without_a_restart() {
        try (var sftp = MinaSftpServer.start()) {
            sftp.stop();
            try (var service = RunningService.start(folder, properties(sftp))) {
                var apiClient = new ApiClient(service);
                apiClient.get("/q/health/live").then().statusCode(200);
                apiClient.get("/q/health/ready").then().statusCode(200);
                apiClient.get("/api/v1/trust").then().statusCode(200);
                assertBothDown(dependencies(apiClient));

                sftp.resume();

                await().atMost(TWO_LOOKS)
                        .untilAsserted(() -> dependencies(apiClient)
                                .body(STATUS.formatted("store"), is("UP"))
                                .body(DATA.formatted("store", "lastSuccessAt"), notNullValue()));
                dependencies(apiClient).statusCode(503).body(STATUS.formatted("cluster"), is("DOWN"));
                apiClient.get("/api/v1/bundles").then().statusCode(200);
                assertThat(metrics(apiClient)).contains("apic_dr_store_reachable 1", "apic_dr_cluster_reachable 0");
                assertThat(service.log())
                        .containsOnlyOnce("The store cannot be used")
                        .containsOnlyOnce("The store can be used again.")
                        .containsOnlyOnce("The cluster cannot be used");
            }
        }
    }

    private static void assertBothDown(ValidatableResponse dependencies) {
        dependencies
                .statusCode(503)
                .body(STATUS.formatted("store"), is("DOWN"))
                .body(
                        DATA.formatted("store", "detail"),
                        allOf(containsString("refused the connection"), containsString("apic-dr.sftp.host")))
                .body(STATUS.formatted("cluster"), is("DOWN"))
                .body(
                        DATA.formatted("cluster", "detail"),
                        allOf(containsString("https://127.0.0.1:1/"), containsString("Check that it is up")));
    }

    private static ValidatableResponse dependencies(ApiClient apiClient) {
        return apiClient.get("/q/health/group/dependencies").then();
    }

    private static String metrics(ApiClient apiClient) {
        return apiClient.get("/q/metrics").asString();
    }

    private Map<String, String> properties(MinaSftpServer sftp) {
        var properties = new HashMap<>(sftp.properties());
        properties.put("apic-dr.access.mode", "none");
        properties.put("apic-dr.health.max-age", "1s");
        properties.put("quarkus.http.host", "127.0.0.1");
        properties.put("kubernetes.master", "https://127.0.0.1:1");
        properties.put(
                "apic-dr.seal.signing-key-file",
                SshKeygen.keyPair(folder.resolve("signing-key"), "ed25519", "").toString());
        properties.put("apic-dr.seal.recipients", "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p");
        return properties;
    }
}
