package org.apicdr.kubernetes;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseList;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaderElectionRecord;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.Lock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.apicdr.capture.schedule.LeaderStatus;
import org.apicdr.capture.schedule.LeaseSettings;
import org.jspecify.annotations.Nullable;

/**
 * A Lease of coordination.k8s.io/v1 as the lock of fabric8's leader elector, and who leads by its last answers.
 *
 * <p>It replaces the Lease by PUT on the version that was read before. fabric8's own LeaseLock patches it, and the roles of
 * the service grant get, create and update only.
 */
final class UpdatingLeaseLock implements Lock {

    private static final ZonedDateTime NEVER = Instant.EPOCH.atZone(ZoneOffset.UTC);

    private final String namespace;
    private final String identity;
    private final LeaseSettings settings;
    private volatile Lease lease = new Lease();
    private volatile @Nullable LeaderElectionRecord observed;
    private volatile @Nullable String failure;

    /**
     * Creates the lock of one candidate.
     *
     * @param identity the name of the candidate, which no other one has
     */
    UpdatingLeaseLock(String namespace, String identity, LeaseSettings settings) {
        this.namespace = namespace;
        this.identity = identity;
        this.settings = settings;
    }

    @Override
    public @Nullable LeaderElectionRecord get(KubernetesClient client) {
        var read = request(
                client, "get", leases -> leases.withName(settings.lease()).get());
        return read == null ? null : observe(read);
    }

    @Override
    public void create(KubernetesClient client, LeaderElectionRecord election) {
        var first = new LeaseBuilder()
                .withNewMetadata()
                .withName(settings.lease())
                .endMetadata()
                .build();
        write(client, "create", leases -> leases.resource(with(election, first)).create());
    }

    @Override
    public void update(KubernetesClient client, LeaderElectionRecord election) {
        write(client, "update", leases -> leases.resource(with(election, lease)).update());
    }

    @Override
    public String identity() {
        return identity;
    }

    @Override
    public String describe() {
        return "Lease %s in %s".formatted(settings.lease(), namespace);
    }

    /**
     * Returns who leads, or nothing before the first answer. This candidate leads only until the renew deadline, also if a
     * request is still waiting for its answer then.
     */
    Optional<LeaderStatus> status(Instant now) {
        var election = observed;
        var why = failure;
        if (election == null) {
            return Optional.ofNullable(why).map(LeaderStatus::unknown);
        }
        var holder = Objects.requireNonNullElse(election.getHolderIdentity(), "");
        var renewed = election.getRenewTime().toInstant();
        if (holder.equals(identity) && now.isBefore(renewed.plus(settings.renewDeadline()))) {
            return Optional.of(LeaderStatus.thisReplica(identity));
        }
        boolean isOther = !holder.isEmpty() && !holder.equals(identity);
        if (isOther && (why == null || now.isBefore(renewed.plus(election.getLeaseDuration())))) {
            return Optional.of(LeaderStatus.otherReplica(holder));
        }
        return Optional.of(LeaderStatus.unknown(Objects.requireNonNullElse(why, "The lease was not renewed in time.")));
    }

    /** Returns why the last request failed; empty if it succeeded. */
    Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    /** Writes the lease. If another candidate wrote it first, reads who that is before the elector tries again later. */
    private void write(KubernetesClient client, String verb, LeaseRequest request) {
        try {
            observe(request(client, verb, request));
        } catch (KubernetesClientException e) {
            if (e.getCode() == KubernetesErrorMapper.CONFLICT) {
                get(client);
            }
            throw e;
        }
    }

    private Lease with(LeaderElectionRecord election, Lease former) {
        return new LeaseBuilder(former)
                .editOrNewSpec()
                .withHolderIdentity(election.getHolderIdentity())
                .withLeaseDurationSeconds((int) election.getLeaseDuration().toSeconds())
                .withAcquireTime(election.getAcquireTime())
                .withRenewTime(election.getRenewTime())
                .withLeaseTransitions(election.getLeaderTransitions())
                .endSpec()
                .build();
    }

    /** A member that is missing counts as that of a lease that has expired. */
    private LeaderElectionRecord observe(Lease answer) {
        var spec = Objects.requireNonNullElseGet(answer.getSpec(), LeaseSpec::new);
        var election = new LeaderElectionRecord(
                spec.getHolderIdentity(),
                Duration.ofSeconds(Objects.requireNonNullElse(spec.getLeaseDurationSeconds(), 0)),
                Objects.requireNonNullElse(spec.getAcquireTime(), NEVER),
                Objects.requireNonNullElse(spec.getRenewTime(), NEVER),
                Objects.requireNonNullElse(spec.getLeaseTransitions(), 0));
        lease = answer;
        observed = election;
        return election;
    }

    /**
     * Sends a request.
     *
     * @throws KubernetesClientException if it fails for any reason: the elector tries again after no other exception
     */
    private Lease request(KubernetesClient client, String verb, LeaseRequest request) {
        var limits = new RequestConfigBuilder(client.getConfiguration().getRequestConfig())
                .withRequestTimeout((int) settings.requestTimeout().toMillis())
                .build();
        try {
            var answer = client.adapt(NamespacedKubernetesClient.class)
                    .withRequestConfig(limits)
                    .call(limited -> request.apply(limited.leases().inNamespace(namespace)));
            failure = null;
            return answer;
        } catch (KubernetesClientException e) {
            failure = reason(client, e, verb);
            throw e;
        } catch (RuntimeException | Error e) {
            var failed = new KubernetesClientException("The request failed unexpectedly.", e);
            failure = reason(client, failed, verb);
            throw failed;
        }
    }

    private @Nullable String reason(KubernetesClient client, KubernetesClientException e, String verb) {
        return switch (e.getCode()) {
            case KubernetesErrorMapper.CONFLICT -> null;
            case KubernetesErrorMapper.NOT_FOUND ->
                ("The API server has no leases of coordination.k8s.io/v1 (Kubernetes 1.14 and newer has them), or no"
                                + " namespace %s. Run one replica without apic-dr.capture.lease.")
                        .formatted(namespace);
            default ->
                new KubernetesErrorMapper(client)
                        .of(
                                e,
                                "%s lease %s in %s".formatted(verb, settings.lease(), namespace),
                                "get, create and update on leases in coordination.k8s.io")
                        .getMessage();
        };
    }

    /** A request about the leases of the namespace. */
    private interface LeaseRequest extends Function<NonNamespaceOperation<Lease, LeaseList, Resource<Lease>>, Lease> {}
}
