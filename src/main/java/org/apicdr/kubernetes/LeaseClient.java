package org.apicdr.kubernetes;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseList;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpecBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Function;
import org.apicdr.capture.schedule.LeaseSettings;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ServiceException;
import org.jspecify.annotations.Nullable;

/** Reads and writes one Lease of coordination.k8s.io/v1. A write succeeds only on the version that was read before. */
final class LeaseClient {

    private final KubernetesClient client;
    private final String namespace;
    private final LeaseSettings leaseSettings;
    private final KubernetesErrorMapper failures;

    LeaseClient(KubernetesClient client, String namespace, LeaseSettings leaseSettings) {
        this.client = client;
        this.namespace = namespace;
        this.leaseSettings = leaseSettings;
        this.failures = new KubernetesErrorMapper(client);
    }

    /** Returns the lease, or nothing if there is none. */
    Optional<Lease> read() {
        try {
            return Optional.ofNullable(
                    call(leases -> leases.withName(leaseSettings.lease()).get()));
        } catch (KubernetesClientException e) {
            throw failure(e, "get");
        }
    }

    /** Writes a holder into the lease. Returns nothing if it was changed or deleted since it was read. */
    Optional<Lease> write(@Nullable Lease read, String holder, ClockReading now) {
        var verb = read == null ? "create" : "update";
        try {
            var resource = read == null ? first(holder, now) : next(read, holder, now);
            return Optional.of(call(leases -> read == null
                    ? leases.resource(resource).create()
                    : leases.resource(resource).update()));
        } catch (KubernetesClientException e) {
            boolean gone = read != null && e.getCode() == KubernetesErrorMapper.NOT_FOUND;
            if (gone || e.getCode() == KubernetesErrorMapper.CONFLICT) {
                return Optional.empty();
            }
            throw failure(e, verb);
        }
    }

    private Lease first(String holder, ClockReading now) {
        return new LeaseBuilder()
                .withNewMetadata()
                .withName(leaseSettings.lease())
                .endMetadata()
                .withSpec(spec(new LeaseSpec(), holder, now))
                .build();
    }

    private Lease next(Lease read, String holder, ClockReading now) {
        var former = read.getSpec() == null ? new LeaseSpec() : read.getSpec();
        return new LeaseBuilder(read).withSpec(spec(former, holder, now)).build();
    }

    /** The times are for operators who look at the lease; the election does not use them. */
    private LeaseSpec spec(LeaseSpec former, String holder, ClockReading now) {
        var time = now.time().atZone(ZoneOffset.UTC);
        var next = new LeaseSpecBuilder(former)
                .withHolderIdentity(holder.isEmpty() ? null : holder)
                .withLeaseDurationSeconds((int) leaseSettings.duration().toSeconds())
                .withRenewTime(time);
        if (!holder.isEmpty() && !holder.equals(former.getHolderIdentity())) {
            int transitions = former.getLeaseTransitions() == null ? 0 : former.getLeaseTransitions();
            next.withAcquireTime(time).withLeaseTransitions(transitions + 1);
        }
        return next.build();
    }

    private <T> T call(Function<NonNamespaceOperation<Lease, LeaseList, Resource<Lease>>, T> request) {
        var limits = new RequestConfigBuilder(client.getConfiguration().getRequestConfig())
                .withRequestTimeout((int) leaseSettings.requestTimeout().toMillis())
                .build();
        return client.adapt(NamespacedKubernetesClient.class)
                .withRequestConfig(limits)
                .call(limited -> request.apply(limited.leases().inNamespace(namespace)));
    }

    private ServiceException failure(KubernetesClientException e, String verb) {
        if (e.getCode() == KubernetesErrorMapper.NOT_FOUND) {
            return new ServiceException(
                    ErrorCode.CLUSTER_UNAVAILABLE,
                    "The API server has no leases of coordination.k8s.io/v1 (Kubernetes 1.14 and newer has them), or no"
                            + " namespace %s. Run one replica without apic-dr.capture.lease.".formatted(namespace),
                    e);
        }
        return failures.of(
                e,
                "%s lease %s in %s".formatted(verb, leaseSettings.lease(), namespace),
                "get, create and update on leases in coordination.k8s.io");
    }
}
