package org.apicdr.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;

import io.restassured.response.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apicdr.testsupport.IntegrationEnvironment;
import org.apicdr.testsupport.KubeApi;
import org.apicdr.testsupport.KubeApiExtension;
import org.apicdr.testsupport.NetworkDelay;
import org.apicdr.testsupport.RunningService;
import org.apicdr.testsupport.SampleSubsystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * How many round trips to the servers a call waits for, one after the other. The round trip is so long that what the machine
 * computes meanwhile is not taken for a wait.
 */
@ExtendWith(KubeApiExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("store")
@ResourceLock("an idle machine")
class WaitsIT {

    private static final Duration ROUND_TRIP = Duration.ofMillis(500);

    private static final int MANY = 100;

    /** A busy machine can only add waits, so that one attempt with few is enough. */
    private static final int ATTEMPTS = 10;

    private static final Map<String, List<String>> AUTHENTIC = Map.of("levels", List.of("authentic"));

    private final IntegrationEnvironment parts;
    private final SampleSubsystem subsystem;
    private final List<String> ids = new ArrayList<>();
    private NetworkDelay networkDelay;
    private RunningService service;
    private ApiClient apiClient;

    WaitsIT(KubeApi api) {
        this.parts = IntegrationEnvironment.start(api);
        this.subsystem = SampleSubsystem.release1001(api.client(), api.namespace("waits"));
    }

    @BeforeAll
    void fill_the_store_and_open_all_connections() {
        var near = parts.properties(List.of(subsystem.namespace()));
        near.put("apic-dr.health.every", "1h");
        near.put("apic-dr.recoverability.every", "1h");
        try (var filling = RunningService.start(parts.folder(), near)) {
            for (int i = 0; i < MANY; i++) {
                ids.add(new ApiClient(filling).captures(subsystem));
            }
        }
        networkDelay = NetworkDelay.of(ROUND_TRIP, parts);
        service = RunningService.start(parts.folder(), networkDelay.properties(near));
        apiClient = new ApiClient(service);
        verifyMany();
    }

    @AfterAll
    void stop() {
        service.close();
        networkDelay.close();
        parts.close();
    }

    @Test
    void three_for_a_bundle_by_its_id_alone() {
        assertThat(waits(3, () -> apiClient.get("/api/v1/bundles/" + ids.get(0))))
                .isEqualTo(3);
        assertThat(waits(
                        3,
                        () -> apiClient.asks().body(AUTHENTIC).post("/api/v1/bundles/{id}/verifications", ids.get(1))))
                .isEqualTo(3);
    }

    @Test
    void two_for_a_bundle_whose_subsystem_is_named() {
        assertThat(waits(2, () -> apiClient.verify(subsystem, ids.get(2), "authentic")))
                .isEqualTo(2);
    }

    @Test
    void no_more_for_the_levels_that_open_the_payload() {
        assertThat(waits(2, () -> apiClient.verify(subsystem, ids.get(3), "openable", "complete")))
                .isEqualTo(2);
    }

    @Test
    void no_more_than_five_for_a_hundred_bundles() {
        assertThat(waits(5, this::verifyMany)).isLessThanOrEqualTo(5);
    }

    private Response verifyMany() {
        var report = apiClient
                .asks()
                .queryParam("namespace", subsystem.namespace())
                .queryParam("cluster", subsystem.name())
                .queryParam("limit", MANY)
                .body(AUTHENTIC)
                .post("/api/v1/verifications");
        report.then().body("verified.pass", is(MANY));
        return report;
    }

    /** Returns the fewest waits of some attempts. Ends with the first that has no more than a number. */
    private int waits(int enough, Supplier<Response> call) {
        int least = Integer.MAX_VALUE;
        for (int i = 0; i < ATTEMPTS && least > enough; i++) {
            networkDelay.allTrips().reset();
            var answer = call.get();
            least = Math.min(least, networkDelay.allTrips().waits().size());
            answer.then().statusCode(200);
        }
        return least;
    }
}
