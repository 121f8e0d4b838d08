package org.apicdr.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apicdr.testsupport.DeployedPermissions;
import org.apicdr.testsupport.IntegrationEnvironment;
import org.apicdr.testsupport.KubeApi;
import org.apicdr.testsupport.KubeApiExtension;
import org.apicdr.testsupport.RunningService;
import org.apicdr.testsupport.SampleSubsystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two packaged services on the same store and API server share one lease: what happens by itself happens once. */
@ExtendWith(KubeApiExtension.class)
@Tag("store")
@Tag("slow")
class ReplicasIT {

    private static final int PERIOD = 4;

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final String CAPTURES = "/q/health/group/captures";
    private static final String LEADING = "checks[0].data.leading";
    private static final String LEADER = "checks[0].data.leader";

    private final KubeApi api;
    private final IntegrationEnvironment parts;
    private final SampleSubsystem subsystem;

    ReplicasIT(KubeApi api) {
        this.api = api;
        this.parts = IntegrationEnvironment.start(api);
        this.subsystem = SampleSubsystem.release1001(api.client(), api.namespace("replicas"));
    }

    @AfterEach
    void stop() {
        parts.close();
    }

    @Test
    void one_captures_at_each_time_and_another_goes_on_when_it_is_killed() {
        var both = start("12s");
        try (var first = both.get(0);
                var second = both.get(1)) {
            var leader = awaitLeader(both);
            var follower = leader == first ? second : first;
            await().atMost(PATIENCE).until(() -> bundles(leader).size() >= 3);
            assertThat(captures(leader)).isNotZero();
            assertThat(captures(follower)).as("the other captures nothing").isZero();
            assertThat(bundles(leader))
                    .as("one bundle a scheduled time")
                    .hasSizeLessThanOrEqualTo(timesSince(firstCreated(leader)));
            assertThat(leaderOf(follower)).isEqualTo(leaderOf(leader)).isEqualTo(holder());

            leader.kill();

            await().atMost(PATIENCE).until(() -> leads(follower));
            await().atMost(PATIENCE).until(() -> captures(follower) >= 2);
            assertThat(triggers(follower))
                    .filteredOn("catch-up"::equals)
                    .as("it catches up once, where a time passed without a leader")
                    .hasSizeLessThanOrEqualTo(1);
            assertThat(follower.log()).containsOnlyOnce("This replica leads the scheduled captures");
        }
    }

    @Test
    void one_that_is_stopped_lets_another_lead_at_once() {
        var both = start("1h");
        try (var first = both.get(0);
                var second = both.get(1)) {
            var leader = awaitLeader(both);
            var follower = leader == first ? second : first;
            await().atMost(PATIENCE).until(() -> captures(leader) >= 1);

            leader.close();

            await().atMost(PATIENCE).until(() -> leads(follower));
            await().atMost(PATIENCE).until(() -> captures(follower) >= 1);
            assertThat(leader.log()).containsOnlyOnce("This replica no longer leads the scheduled captures");
        }
    }

    private List<RunningService> start(String leaseDuration) {
        var properties = parts.properties(List.of(subsystem.namespace()));
        DeployedPermissions.of(api, DeployedPermissions.HA).grant(api, List.of(subsystem.namespace()));
        properties.put("kubernetes.namespace", subsystem.namespace());
        properties.put("apic-dr.capture.schedule", "*/%d * * * * *".formatted(PERIOD));
        properties.put("apic-dr.capture.lease", "apic-dr-captures");
        properties.put("apic-dr.capture.lease-duration", leaseDuration);
        return Stream.of(1, 2)
                .map(any -> RunningService.start(parts.folder(), properties))
                .toList();
    }

    private static RunningService awaitLeader(List<RunningService> services) {
        await().atMost(PATIENCE).until(() -> services.stream().anyMatch(ReplicasIT::leads));
        return services.stream().filter(ReplicasIT::leads).findFirst().orElseThrow();
    }

    private static boolean leads(RunningService service) {
        return Boolean.TRUE.equals(health(service, LEADING));
    }

    private static String leaderOf(RunningService service) {
        return String.valueOf(health(service, LEADER));
    }

    private static Object health(RunningService service, String path) {
        return new ApiClient(service).get(CAPTURES).path(path);
    }

    private String holder() {
        return api.client()
                .leases()
                .inNamespace(subsystem.namespace())
                .withName("apic-dr-captures")
                .require()
                .getSpec()
                .getHolderIdentity();
    }

    /** How many bundles a service made. */
    private static long captures(RunningService service) {
        return service.log().lines().filter(line -> line.contains("Captured ")).count();
    }

    private static List<String> bundles(RunningService service) {
        return list(service, "items.id");
    }

    private static List<String> triggers(RunningService service) {
        return bundles(service).stream()
                .map(id -> new ApiClient(service)
                        .get("/api/v1/bundles/" + id)
                        .then()
                        .extract()
                        .<String>path("manifest.trigger"))
                .toList();
    }

    private static Instant firstCreated(RunningService service) {
        return list(service, "items.createdAt").stream()
                .map(Instant::parse)
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    private static List<String> list(RunningService service, String member) {
        return new ApiClient(service)
                .asks()
                .header("Cache-Control", "no-cache")
                .get("/api/v1/bundles")
                .then()
                .extract()
                .path(member);
    }

    /** How many scheduled times there were, that of the first bundle included. */
    private static int timesSince(Instant first) {
        return (int) (Instant.now().getEpochSecond() / PERIOD - first.getEpochSecond() / PERIOD + 1);
    }
}
