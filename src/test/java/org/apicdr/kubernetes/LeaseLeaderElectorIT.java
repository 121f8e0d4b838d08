package org.apicdr.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apicdr.capture.schedule.LeaderStatus;
import org.apicdr.capture.schedule.LeaseSettings;
import org.apicdr.testsupport.KubeApi;
import org.apicdr.testsupport.KubeApiExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Candidates for one lease on a real API server, in real time. */
@ExtendWith(KubeApiExtension.class)
@Tag("access")
@Order(1)
class LeaseLeaderElectorIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final LeaseSettings TERM = new LeaseSettings("apic-dr-captures", Duration.ofSeconds(4));

    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final List<LeaseLeaderElector> candidates = new ArrayList<>();
    private final KubeApi api;
    private final String namespace;
    private final KubernetesClient client;

    @TempDir
    private Path folder;

    LeaseLeaderElectorIT(KubeApi api) {
        this.api = api;
        this.namespace = api.namespace("replicas");
        this.client = client(new ConfigBuilder(api.client().getConfiguration()), namespace);
    }

    @AfterEach
    void close() {
        candidates.forEach(LeaseLeaderElector::release);
        executor.shutdownNow();
        client.close();
    }

    @Test
    void the_first_takes_the_lease_and_the_second_knows_it() {
        var first = leader();
        var second = follower();

        var holder = lease().getSpec().getHolderIdentity();
        assertThat(holder).matches("pod_[0-9a-f]{8}");
        assertThat(first.status()).contains(LeaderStatus.thisReplica(holder));
        assertThat(second.status()).contains(LeaderStatus.otherReplica(holder));
        assertThat(lease().getSpec().getLeaseDurationSeconds()).isEqualTo(4);
    }

    @Test
    void of_many_at_once_one_leads() {
        for (int round = 0; round < 5; round++) {
            if (round % 2 == 0) {
                client.leases().withName(TERM.lease()).delete();
            }
            var many = IntStream.range(0, 6).mapToObj(any -> candidate(client)).toList();

            many.forEach(candidate -> candidate.start(TERM));
            // a candidate may have read the lease when the former leader had released it
            await().atMost(PATIENCE)
                    .until(() -> many.stream().noneMatch(candidate -> known(candidate) == LeaderStatus.Leader.UNKNOWN));

            assertThat(many.stream().map(LeaseLeaderElectorIT::known))
                    .containsOnlyOnce(LeaderStatus.Leader.THIS_REPLICA);
            many.forEach(LeaseLeaderElector::release);
        }
    }

    @Test
    void who_renews_keeps_it() {
        var first = leader();
        var second = follower();
        var acquired = lease().getSpec();

        await().atMost(PATIENCE).until(() -> {
            assertThat(known(first)).isEqualTo(LeaderStatus.Leader.THIS_REPLICA);
            assertThat(known(second)).isEqualTo(LeaderStatus.Leader.OTHER_REPLICA);
            return lease().getSpec()
                    .getRenewTime()
                    .isAfter(acquired.getRenewTime().plusSeconds(5));
        });

        assertThat(lease().getSpec().getLeaseTransitions()).isEqualTo(acquired.getLeaseTransitions());
        assertThat(lease().getSpec().getAcquireTime()).isEqualTo(acquired.getAcquireTime());
    }

    @Test
    void who_can_no_longer_renew_is_followed_when_its_lease_has_ended_and_not_before() {
        try (var account = account()) {
            allow("get", "create", "update");
            var cutOff = start(candidate(account));
            await().atMost(PATIENCE).until(() -> leads(cutOff));
            var heir = follower();

            deny("get", "create", "update");
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> {
                boolean heirLeads = leads(heir);
                assertThat(heirLeads && leads(cutOff)).as("both lead").isFalse();
                return heirLeads;
            });
            assertThat(cutOff.status()).as("it stopped before").contains(forbidden("get"));
            assertThat(lease().getSpec().getLeaseTransitions()).isEqualTo(1);

            allow("get", "create", "update");
            var holder = lease().getSpec().getHolderIdentity();
            await().atMost(PATIENCE)
                    .until(() -> cutOff.status().equals(Optional.of(LeaderStatus.otherReplica(holder))));
            heir.release();
            await().atMost(PATIENCE).until(() -> leads(cutOff));
            cutOff.release();
        }
    }

    @Test
    void a_lease_is_not_taken_before_it_has_ended() {
        var held = Instant.now();
        client.leases()
                .resource(new LeaseBuilder()
                        .withNewMetadata()
                        .withName(TERM.lease())
                        .endMetadata()
                        .withNewSpec()
                        .withHolderIdentity("dead")
                        .withLeaseDurationSeconds(6)
                        .withRenewTime(held.atZone(ZoneOffset.UTC))
                        .endSpec()
                        .build())
                .create();
        var heir = follower();

        await().atMost(PATIENCE).until(() -> leads(heir));

        assertThat(lease().getSpec().getAcquireTime().toInstant()).isAfterOrEqualTo(held.plusSeconds(6));
        assertThat(lease().getSpec().getLeaseTransitions()).isEqualTo(1);
    }

    @Test
    void who_resigns_is_followed_at_once_and_seeks_no_more() {
        var first = leader();

        first.release();
        assertThat(known(first)).isEqualTo(LeaderStatus.Leader.UNKNOWN);
        assertThat(lease().getSpec().getHolderIdentity()).isNull();

        var second = leader();
        assertThat(lease().getSpec().getHolderIdentity())
                .isEqualTo(second.status().orElseThrow().detail());
        second.release();
        var released = lease().getMetadata().getResourceVersion();
        await().during(TERM.retryPeriod().multipliedBy(3))
                .atMost(PATIENCE)
                .until(() -> lease().getMetadata().getResourceVersion().equals(released));
    }

    @Test
    void who_resigns_without_holding_it_takes_it_from_nobody() {
        var first = leader();
        var second = follower();

        second.release();

        assertThat(lease().getSpec().getHolderIdentity())
                .isEqualTo(first.status().orElseThrow().detail());
    }

    @Test
    void keeps_what_others_wrote_on_the_lease() {
        var first = leader();
        edit(lease -> new LeaseBuilder(lease)
                .editMetadata()
                .addToLabels("team", "api")
                .endMetadata()
                .build());

        var renewed = lease().getSpec().getRenewTime();
        await().atMost(PATIENCE).until(() -> lease().getSpec().getRenewTime().isAfter(renewed));

        assertThat(known(first)).isEqualTo(LeaderStatus.Leader.THIS_REPLICA);
        assertThat(lease().getMetadata().getLabels()).containsEntry("team", "api");
    }

    @Test
    void gives_way_to_whom_an_administrator_wrote_on_the_lease_until_that_ends() {
        var first = leader();
        edit(lease -> new LeaseBuilder(lease)
                .editSpec()
                .withHolderIdentity("somebody")
                .endSpec()
                .build());

        await().atMost(PATIENCE).until(() -> first.status().equals(Optional.of(LeaderStatus.otherReplica("somebody"))));
        await().atMost(PATIENCE).until(() -> leads(first));
    }

    @Test
    void a_lease_that_was_deleted_is_made_again() {
        var first = leader();

        client.leases().withName(TERM.lease()).delete();

        await().atMost(PATIENCE)
                .until(() -> client.leases().withName(TERM.lease()).get() != null);
        await().atMost(PATIENCE).until(() -> leads(first));
    }

    @Test
    void says_which_permission_is_missing() {
        try (var account = account()) {
            var powerless = start(candidate(account));
            awaitStatus(powerless, forbidden("get"));

            allow("get");
            awaitStatus(powerless, forbidden("create"));

            allow("get", "create");
            await().atMost(PATIENCE).until(() -> leads(powerless));
            awaitStatus(powerless, forbidden("update"));

            allow("get", "create", "update");
            await().atMost(PATIENCE).until(() -> leads(powerless));
            powerless.release();
        }
    }

    @Test
    void says_that_there_are_no_leases_to_be_had() {
        try (var nowhere = client(new ConfigBuilder(api.client().getConfiguration()), "not-there")) {
            awaitStatus(
                    start(candidate(nowhere)),
                    LeaderStatus.unknown(
                            "The API server has no leases of coordination.k8s.io/v1 (Kubernetes 1.14 and newer"
                                    + " has them), or no namespace not-there. Run one replica without"
                                    + " apic-dr.capture.lease."));
        }
    }

    @Test
    void says_that_the_api_server_does_not_answer() {
        var settings = new ConfigBuilder(Config.empty()).withMasterUrl("https://127.0.0.1:1");
        try (var silent = client(settings, namespace)) {
            var candidate = start(candidate(silent));

            await().atMost(PATIENCE).until(() -> candidate.status().isPresent());

            assertThat(known(candidate)).isEqualTo(LeaderStatus.Leader.UNKNOWN);
            assertThat(candidate.status().orElseThrow().detail())
                    .startsWith("The API server https://127.0.0.1:1/ did not answer")
                    .endsWith("Check that it is up and reachable from here.");
        }
    }

    /** Starts a candidate that becomes the leader. */
    private LeaseLeaderElector leader() {
        var candidate = start(candidate(client));
        await().atMost(PATIENCE).until(() -> leads(candidate));
        return candidate;
    }

    /** Starts a candidate that finds another leader. */
    private LeaseLeaderElector follower() {
        var candidate = start(candidate(client));
        await().atMost(PATIENCE).until(() -> known(candidate) == LeaderStatus.Leader.OTHER_REPLICA);
        return candidate;
    }

    private static LeaseLeaderElector start(LeaseLeaderElector candidate) {
        candidate.start(TERM);
        return candidate;
    }

    private static void awaitStatus(LeaseLeaderElector candidate, LeaderStatus leaderStatus) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(candidate.status()).contains(leaderStatus));
    }

    private static boolean leads(LeaseLeaderElector candidate) {
        return known(candidate) == LeaderStatus.Leader.THIS_REPLICA;
    }

    /** Edits the lease, again if a renewal came between reading and writing. */
    private void edit(UnaryOperator<Lease> change) {
        await().atMost(PATIENCE)
                .ignoreException(KubernetesClientException.class)
                .until(() -> client.leases().withName(TERM.lease()).edit(change) != null);
    }

    private static LeaderStatus.Leader known(LeaseLeaderElector candidate) {
        return candidate.status().map(LeaderStatus::leader).orElse(LeaderStatus.Leader.UNKNOWN);
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

    private void deny(String... verbs) {
        api.kubectl("delete", "rolebinding", "leases-" + String.join("-", verbs), "-n", namespace);
        api.kubectl("delete", "role", "leases-" + String.join("-", verbs), "-n", namespace);
    }

    private LeaseLeaderElector candidate(KubernetesClient by) {
        var candidate = new LeaseLeaderElector(
                by, new Fabric8SubsystemReader(by), executor, Clock.systemUTC(), Optional.of("pod"));
        candidates.add(candidate);
        return candidate;
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
