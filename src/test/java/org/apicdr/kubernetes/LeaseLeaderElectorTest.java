package org.apicdr.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apicdr.capture.schedule.LeaderStatus;
import org.apicdr.capture.schedule.LeaseSettings;
import org.apicdr.testsupport.KubeApi;
import org.apicdr.testsupport.KubeApiExtension;
import org.apicdr.testsupport.SettableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Candidates for one lease on a real API server; time passes when the test says so. */
@ExtendWith(KubeApiExtension.class)
@Tag("access")
class LeaseLeaderElectorTest {

    private static final Instant START = Instant.parse("2026-11-22T12:00:00Z");

    private static final Duration SECOND = Duration.ofSeconds(1);

    private static final LeaseSettings TERM = new LeaseSettings("apic-dr-captures", Duration.ofSeconds(30));

    private final SettableClock clock = new SettableClock(START);
    private final KubeApi api;
    private final String namespace;
    private final KubernetesClient client;

    @TempDir
    private Path folder;

    LeaseLeaderElectorTest(KubeApi api) {
        this.api = api;
        this.namespace = api.namespace("replicas");
        this.client = client(new ConfigBuilder(api.client().getConfiguration()), namespace);
    }

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void the_first_takes_the_lease_and_the_second_knows_it() {
        var first = candidate();
        var second = candidate();

        first.tryAcquireOrRenew(TERM);
        second.tryAcquireOrRenew(TERM);

        var holder = lease().getSpec().getHolderIdentity();
        assertThat(holder).matches("pod_[0-9a-f]{8}");
        assertThat(first.status()).isEqualTo(LeaderStatus.thisReplica(holder));
        assertThat(second.status()).isEqualTo(LeaderStatus.otherReplica(holder));
        assertThat(lease().getSpec().getLeaseDurationSeconds()).isEqualTo(30);
    }

    @Test
    void of_many_at_once_one_leads() {
        for (int round = 0; round < 5; round++) {
            client.leases().withName(TERM.lease()).delete();
            var candidates = IntStream.range(0, 6).mapToObj(any -> candidate()).toList();

            var seeking = candidates.stream()
                    .map(candidate -> CompletableFuture.runAsync(() -> candidate.tryAcquireOrRenew(TERM)))
                    .toArray(CompletableFuture[]::new);
            CompletableFuture.allOf(seeking).join();

            assertThat(candidates.stream().map(candidate -> candidate.status().leader()))
                    .containsOnlyOnce(LeaderStatus.Leader.THIS_REPLICA)
                    .doesNotContain(LeaderStatus.Leader.UNKNOWN);
        }
    }

    @Test
    void who_renews_keeps_it() {
        var first = candidate();
        var second = candidate();
        for (int look = 0; look < 20; look++) {
            first.tryAcquireOrRenew(TERM);
            second.tryAcquireOrRenew(TERM);
            clock.advance(SECOND.multipliedBy(5));
        }

        assertThat(first.status().leader()).isEqualTo(LeaderStatus.Leader.THIS_REPLICA);
        assertThat(second.status().leader()).isEqualTo(LeaderStatus.Leader.OTHER_REPLICA);
        assertThat(lease().getSpec().getLeaseTransitions()).isEqualTo(1);
        assertThat(lease().getSpec().getAcquireTime().toInstant()).isEqualTo(START);
        assertThat(lease().getSpec().getRenewTime().toInstant()).isEqualTo(START.plusSeconds(95));
    }

    @Test
    void who_died_is_followed_when_its_lease_has_ended_and_not_before() {
        var dead = candidate();
        var heir = candidate();
        dead.tryAcquireOrRenew(TERM);
        heir.tryAcquireOrRenew(TERM);

        clock.advance(SECOND.multipliedBy(29));
        heir.tryAcquireOrRenew(TERM);
        assertThat(heir.status().leader()).isEqualTo(LeaderStatus.Leader.OTHER_REPLICA);
        assertThat(dead.status().leader()).as("it stopped long before").isEqualTo(LeaderStatus.Leader.UNKNOWN);

        clock.advance(SECOND);
        heir.tryAcquireOrRenew(TERM);
        assertThat(heir.status().leader()).isEqualTo(LeaderStatus.Leader.THIS_REPLICA);
        assertThat(lease().getSpec().getLeaseTransitions()).isEqualTo(2);

        dead.tryAcquireOrRenew(TERM);
        assertThat(dead.status())
                .isEqualTo(LeaderStatus.otherReplica(heir.status().detail()));
    }

    @Test
    void who_resigns_is_followed_at_once_and_seeks_no_more() {
        var first = candidate();
        var second = candidate();
        first.tryAcquireOrRenew(TERM);
        second.tryAcquireOrRenew(TERM);

        first.release();
        assertThat(first.status().leader()).isEqualTo(LeaderStatus.Leader.UNKNOWN);
        assertThat(lease().getSpec().getHolderIdentity()).isNull();
        first.tryAcquireOrRenew(TERM);
        assertThat(lease().getSpec().getHolderIdentity()).isNull();

        second.tryAcquireOrRenew(TERM);
        assertThat(second.status().leader()).isEqualTo(LeaderStatus.Leader.THIS_REPLICA);
    }

    @Test
    void who_resigns_without_holding_it_takes_it_from_nobody() {
        var first = candidate();
        var second = candidate();
        first.tryAcquireOrRenew(TERM);
        second.tryAcquireOrRenew(TERM);

        second.release();

        assertThat(lease().getSpec().getHolderIdentity())
                .isEqualTo(first.status().detail());
    }

    @Test
    void keeps_what_others_wrote_on_the_lease() {
        var first = candidate();
        first.tryAcquireOrRenew(TERM);
        client.leases()
                .withName(TERM.lease())
                .edit(lease -> new LeaseBuilder(lease)
                        .editMetadata()
                        .addToLabels("team", "api")
                        .endMetadata()
                        .build());

        clock.advance(SECOND);
        first.tryAcquireOrRenew(TERM);

        assertThat(first.status().leader()).isEqualTo(LeaderStatus.Leader.THIS_REPLICA);
        assertThat(lease().getMetadata().getLabels()).containsEntry("team", "api");
        assertThat(lease().getSpec().getRenewTime().toInstant()).isEqualTo(START.plusSeconds(1));
    }

    @Test
    void gives_way_to_whom_an_administrator_wrote_on_the_lease() {
        var first = candidate();
        first.tryAcquireOrRenew(TERM);
        client.leases()
                .withName(TERM.lease())
                .edit(lease -> new LeaseBuilder(lease)
                        .editSpec()
                        .withHolderIdentity("somebody")
                        .endSpec()
                        .build());

        first.tryAcquireOrRenew(TERM);

        assertThat(first.status()).isEqualTo(LeaderStatus.otherReplica("somebody"));
    }

    @Test
    void says_which_permission_is_missing() {
        var account = account();
        var powerless = candidate(account);
        powerless.tryAcquireOrRenew(TERM);
        assertThat(powerless.status()).isEqualTo(forbidden("get"));

        allow("get");
        powerless.tryAcquireOrRenew(TERM);
        assertThat(powerless.status()).isEqualTo(forbidden("create"));

        allow("get", "create");
        powerless.tryAcquireOrRenew(TERM);
        assertThat(powerless.status().leader()).isEqualTo(LeaderStatus.Leader.THIS_REPLICA);
        powerless.tryAcquireOrRenew(TERM);
        clock.advance(TERM.trusted());
        assertThat(powerless.status()).isEqualTo(forbidden("update"));

        allow("get", "create", "update");
        powerless.tryAcquireOrRenew(TERM);
        assertThat(powerless.status().leader()).isEqualTo(LeaderStatus.Leader.THIS_REPLICA);
        account.close();
    }

    @Test
    void says_that_there_are_no_leases_to_be_had() {
        try (var nowhere = client(new ConfigBuilder(api.client().getConfiguration()), "not-there")) {
            var candidate = candidate(nowhere);

            candidate.tryAcquireOrRenew(TERM);

            assertThat(candidate.status())
                    .isEqualTo(LeaderStatus.unknown(
                            "The API server has no leases of coordination.k8s.io/v1 (Kubernetes 1.14 and newer"
                                    + " has them), or no namespace not-there. Run one replica without"
                                    + " apic-dr.capture.lease."));
        }
    }

    @Test
    void says_that_the_api_server_does_not_answer() {
        var settings = new ConfigBuilder(Config.empty()).withMasterUrl("https://127.0.0.1:1");
        try (var silent = client(settings, namespace)) {
            var candidate = candidate(silent);

            candidate.tryAcquireOrRenew(TERM);

            assertThat(candidate.status().leader()).isEqualTo(LeaderStatus.Leader.UNKNOWN);
            assertThat(candidate.status().detail())
                    .startsWith("The API server https://127.0.0.1:1/ did not answer")
                    .endsWith("Check that it is up and reachable from here.");
        }
    }

    private LeaderStatus forbidden(String verb) {
        return LeaderStatus.unknown(
                "The service account may not %s lease apic-dr-captures in %s. Grant get, create and update on"
                                .formatted(verb, namespace)
                        + " leases in coordination.k8s.io.");
    }

    private KubernetesClient account() {
        var token = api.serviceAccountToken(namespace, "replica");
        var file = api.kubeconfig(folder, namespace, token).toFile();
        return client(new ConfigBuilder(Config.fromKubeconfig(file)), namespace);
    }

    private void allow(String... verbs) {
        var role = "leases-" + String.join("-", verbs);
        api.kubectl(
                "create",
                "role",
                role,
                "-n",
                namespace,
                "--resource=leases.coordination.k8s.io",
                "--verb=" + String.join(",", verbs));
        api.kubectl(
                "create",
                "rolebinding",
                role,
                "-n",
                namespace,
                "--role=" + role,
                "--serviceaccount=" + namespace + ":replica");
    }

    private LeaseLeaderElector candidate() {
        return candidate(client);
    }

    private LeaseLeaderElector candidate(KubernetesClient by) {
        return new LeaseLeaderElector(
                by,
                new Fabric8SubsystemReader(by),
                "pod",
                () -> new ClockReading(
                        clock.instant(),
                        Duration.between(START, clock.instant()).toNanos()));
    }

    private Lease lease() {
        return client.leases().withName(TERM.lease()).require();
    }

    private static KubernetesClient client(ConfigBuilder settings, String namespace) {
        return new KubernetesClientBuilder()
                .withConfig(settings.withNamespace(namespace)
                        .withRequestRetryBackoffLimit(0)
                        .build())
                .build();
    }
}
