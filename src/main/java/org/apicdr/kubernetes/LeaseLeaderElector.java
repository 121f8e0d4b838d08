package org.apicdr.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.apicdr.capture.schedule.LeaderElector;
import org.apicdr.capture.schedule.LeaderStatus;
import org.apicdr.capture.schedule.LeaseSettings;
import org.apicdr.core.ServiceException;
import org.apicdr.subsystem.SubsystemReader;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Elects a leader by a Lease in the namespace of this pod.
 *
 * <p>fabric8's LeaderElector is not used: it patches the Lease, and the roles of the service grant get, create and update
 * alone; it also compares its own clock with a time that another host wrote.
 */
@ApplicationScoped
class LeaseLeaderElector implements LeaderElector {

    private static final int SUFFIX = 8;

    private final KubernetesClient client;
    private final SubsystemReader reader;
    private final Supplier<ClockReading> clocks;
    private volatile LeaseState leaseState;
    private @Nullable LeaseClient leaseClient;
    private boolean released;

    @Inject
    LeaseLeaderElector(
            KubernetesClient client,
            SubsystemReader reader,
            Clock clock,
            @ConfigProperty(name = "HOSTNAME") Optional<String> pod) {
        this(client, reader, pod.orElse("apic-dr"), () -> new ClockReading(clock.instant(), System.nanoTime()));
    }

    LeaseLeaderElector(KubernetesClient client, SubsystemReader reader, String pod, Supplier<ClockReading> clocks) {
        this.client = client;
        this.reader = reader;
        this.clocks = clocks;
        // a restarted container of the same pod is another candidate
        this.leaseState =
                LeaseState.none(pod + "_" + UUID.randomUUID().toString().substring(0, SUFFIX));
    }

    @Override
    public synchronized void tryAcquireOrRenew(LeaseSettings leaseSettings) {
        if (released) {
            return;
        }
        if (leaseClient == null) {
            leaseClient = new LeaseClient(client, reader.defaultNamespace(), leaseSettings);
        }
        try {
            if (!attempt(leaseClient, leaseSettings)) {
                // another candidate was faster: read its name
                attempt(leaseClient, leaseSettings);
            }
        } catch (ServiceException e) {
            leaseState = leaseState.afterFailure(e.getMessage());
        }
    }

    @Override
    public LeaderStatus status() {
        return leaseState.status(clocks.get());
    }

    @Override
    public synchronized void release() {
        released = true;
        var before = leaseState;
        leaseState = LeaseState.none(before.identity());
        if (leaseClient == null || before.held() == null || before.seen() == null) {
            return;
        }
        try {
            leaseClient.write(before.seen().lease(), "", clocks.get());
        } catch (ServiceException e) {
            Log.infof("The lease could not be released and ends when its duration has passed: %s", e.getMessage());
        }
    }

    /** Reads the lease, and writes it if allowed. Returns false if another candidate wrote it in between. */
    private boolean attempt(LeaseClient lease, LeaseSettings leaseSettings) {
        var now = clocks.get();
        var read = lease.read();
        leaseState = read.map(found -> leaseState.afterRead(found, now)).orElseGet(leaseState::afterMissing);
        if (!leaseState.mayWrite(now)) {
            return true;
        }
        var written = lease.write(read.orElse(null), leaseState.identity(), now);
        leaseState = written.map(mine -> leaseState.afterWrite(mine, new LeaseState.Hold(now, leaseSettings.trusted())))
                .orElse(leaseState);
        return written.isPresent();
    }
}
