package org.apicdr.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaderElectionRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.apicdr.capture.schedule.LeaderStatus;
import org.apicdr.capture.schedule.LeaseSettings;
import org.apicdr.testsupport.KubeApi;
import org.apicdr.testsupport.KubeApiExtension;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a candidate knows of a lease on a real API server, at times that the test names. */
@ExtendWith(KubeApiExtension.class)
@Tag("access")
class UpdatingLeaseLockIT {

    private static final Instant START = Instant.parse("2026-11-22T12:00:00Z");

    private static final LeaseSettings SETTINGS = new LeaseSettings("apic-dr-captures", Duration.ofSeconds(30));

    private final KubernetesClient client;
    private final String namespace;
    private final UpdatingLeaseLock lock;

    UpdatingLeaseLockIT(KubeApi api) {
        this.client = api.client();
        this.namespace = api.namespace("lock");
        this.lock = lock("me");
    }

    @Test
    void nothing_is_known_before_the_first_answer() {
        assertThat(lock.status(START)).isEmpty();

        assertThat(lock.get(client)).isNull();

        assertThat(lock.status(START)).isEmpty();
    }

    @Test
    void a_lease_that_is_held_is_trusted_for_two_thirds_of_its_duration() {
        lock.create(client, election("me", START));

        assertThat(lock.status(after(19.9))).contains(LeaderStatus.thisReplica("me"));
        assertThat(lock.status(after(20))).contains(LeaderStatus.unknown("The lease was not renewed in time."));

        lock.update(client, election("me", after(10)));
        assertThat(lock.status(after(29.9))).contains(LeaderStatus.thisReplica("me"));
    }

    @Test
    void who_sees_anothers_name_leads_no_more_however_fresh_its_own_was() {
        lock.create(client, election("me", START));
        var other = lock("other");
        other.get(client);
        other.update(client, election("other", after(1)));

        lock.get(client);

        assertThat(lock.status(after(1))).contains(LeaderStatus.otherReplica("other"));
    }

    @Test
    void who_lost_a_race_knows_the_winner() {
        lock.create(client, election("me", START));
        var other = lock("other");

        assertThatThrownBy(() -> other.create(client, election("other", START)))
                .isInstanceOf(KubernetesClientException.class);
        assertThat(other.status(START)).contains(LeaderStatus.otherReplica("me"));

        other.update(client, election("other", after(1)));
        assertThatThrownBy(() -> lock.update(client, election("me", after(1))))
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        e -> assertThat(e.getCode()).isEqualTo(409));
        assertThat(lock.status(after(1))).contains(LeaderStatus.otherReplica("other"));
        assertThat(lock.failure()).isEmpty();
    }

    @Test
    void a_failed_renewal_costs_nothing_until_the_trust_ends() {
        lock.create(client, election("me", START));

        fail(lock);

        assertThat(lock.status(after(19))).contains(LeaderStatus.thisReplica("me"));
        assertThat(lock.status(after(21))).map(LeaderStatus::detail).hasValueSatisfying(this::isNoAnswer);
        assertThat(lock.failure()).hasValueSatisfying(this::isNoAnswer);
    }

    @Test
    void another_leads_for_all_that_is_known_until_its_lease_could_have_ended_unseen() {
        lock("other").create(client, election("other", START));
        lock.get(client);

        fail(lock);

        assertThat(lock.status(after(29))).contains(LeaderStatus.otherReplica("other"));
        assertThat(lock.status(after(30))).map(LeaderStatus::detail).hasValueSatisfying(this::isNoAnswer);
    }

    @Test
    void a_lease_that_nobody_filled_in_counts_as_expired() {
        client.leases()
                .inNamespace(namespace)
                .resource(new LeaseBuilder()
                        .withNewMetadata()
                        .withName(SETTINGS.lease())
                        .endMetadata()
                        .build())
                .create();

        var election = Optional.ofNullable(lock.get(client)).orElseThrow();

        assertThat(election.getHolderIdentity()).isNull();
        assertThat(election.getRenewTime().toInstant()).isEqualTo(Instant.EPOCH);
        lock.update(client, election("me", START));
        assertThat(lock.status(START)).contains(LeaderStatus.thisReplica("me"));
    }

    @Test
    void who_released_the_lease_leads_no_more() {
        lock.create(client, election("me", START));

        lock.update(client, election(null, START));

        assertThat(lock.status(START)).map(LeaderStatus::leader).contains(LeaderStatus.Leader.UNKNOWN);
    }

    private void isNoAnswer(String detail) {
        assertThat(detail)
                .startsWith("The API server https://127.0.0.1:1/ did not answer")
                .endsWith("Check that it is up and reachable from here.");
    }

    private static void fail(UpdatingLeaseLock lock) {
        var settings = new ConfigBuilder(Config.empty())
                .withMasterUrl("https://127.0.0.1:1")
                .withRequestRetryBackoffLimit(0)
                .build();
        try (var silent = new KubernetesClientBuilder().withConfig(settings).build()) {
            assertThatThrownBy(() -> lock.get(silent)).isInstanceOf(KubernetesClientException.class);
        }
    }

    private UpdatingLeaseLock lock(String identity) {
        return new UpdatingLeaseLock(namespace, identity, SETTINGS);
    }

    private static Instant after(double seconds) {
        return START.plusMillis(Math.round(seconds * 1000));
    }

    private static LeaderElectionRecord election(@Nullable String holder, Instant renewed) {
        var time = renewed.atZone(ZoneOffset.UTC);
        return new LeaderElectionRecord(holder, SETTINGS.duration(), time, time, 0);
    }
}
