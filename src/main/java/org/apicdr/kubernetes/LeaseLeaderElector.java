package org.apicdr.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfig;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectorBuilder;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import org.apicdr.capture.schedule.LeaderElector;
import org.apicdr.capture.schedule.LeaderStatus;
import org.apicdr.capture.schedule.LeaseSettings;
import org.apicdr.subsystem.SubsystemReader;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Elects a leader by a Lease in the namespace of this pod, with fabric8's leader elector. */
@ApplicationScoped
class LeaseLeaderElector implements LeaderElector {

    private static final int SUFFIX_LENGTH = 8;

    /** {@link #status()} is asked instead, because leadership also ends while a renewal waits for its answer. */
    private static final LeaderCallbacks NO_CALLBACKS = new LeaderCallbacks(() -> {}, () -> {}, leader -> {});

    private final KubernetesClient client;
    private final SubsystemReader reader;
    private final ExecutorService executor;
    private final Clock clock;
    private final String identity;
    private volatile @Nullable UpdatingLeaseLock lock;
    private volatile boolean released;
    private CompletableFuture<?> election = CompletableFuture.completedFuture(null);

    @Inject
    LeaseLeaderElector(
            KubernetesClient client,
            SubsystemReader reader,
            ExecutorService executor,
            Clock clock,
            @ConfigProperty(name = "HOSTNAME") Optional<String> pod) {
        this.client = client;
        this.reader = reader;
        this.executor = executor;
        this.clock = clock;
        // a restarted container of the same pod is another candidate
        this.identity =
                pod.orElse("apic-dr") + "_" + UUID.randomUUID().toString().substring(0, SUFFIX_LENGTH);
    }

    @Override
    public void start(LeaseSettings settings) {
        var candidate = new UpdatingLeaseLock(reader.defaultNamespace(), identity, settings);
        lock = candidate;
        elect(new LeaderElectionConfig(
                candidate,
                settings.duration(),
                settings.renewDeadline(),
                settings.retryPeriod(),
                NO_CALLBACKS,
                true,
                settings.lease()));
    }

    @Override
    public Optional<LeaderStatus> status() {
        var current = lock;
        if (current == null || !released) {
            return Optional.ofNullable(current).flatMap(candidate -> candidate.status(clock.instant()));
        }
        return Optional.of(LeaderStatus.unknown("This replica has released the lease."));
    }

    @Override
    public synchronized void release() {
        var current = lock;
        if (current == null) {
            return;
        }
        released = true;
        boolean held = current.status(clock.instant())
                .filter(LeaderStatus.thisReplica(identity)::equals)
                .isPresent();
        election.cancel(true);
        current.failure()
                .filter(failure -> held)
                .ifPresent(failure -> Log.infof(
                        "The lease could not be released and ends when its duration has passed: %s", failure));
    }

    /** Starts an election. It ends when this replica, having led, loses the lease. Then another one starts. */
    private synchronized void elect(LeaderElectionConfig config) {
        if (released) {
            return;
        }
        election = new LeaderElectorBuilder(client, executor)
                .withConfig(config)
                .build()
                .start();
        var unused = election.whenComplete((ended, failure) -> elect(config));
    }
}
