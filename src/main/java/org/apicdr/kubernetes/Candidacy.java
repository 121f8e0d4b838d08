package org.apicdr.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.apicdr.problem.RecoveryException;
import org.apicdr.schedule.Leadership;
import org.apicdr.schedule.Term;
import org.apicdr.schedule.Turn;
import org.apicdr.subsystem.SubsystemReader;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Stands for a Lease in the namespace of this pod. Not by fabric8's LeaderElector: that one compares its clock with the
 * time that another host wrote, and looks at its own deadline only between two requests, however long one hangs.
 */
@ApplicationScoped
class Candidacy implements Leadership {

    private static final int SUFFIX = 8;

    private final KubernetesClient client;
    private final SubsystemReader reader;
    private final Supplier<Moment> clocks;
    private volatile Standing standing;
    private @Nullable Leases leases;
    private boolean resigned;

    @Inject
    Candidacy(
            KubernetesClient client,
            SubsystemReader reader,
            Clock clock,
            @ConfigProperty(name = "HOSTNAME") Optional<String> pod) {
        this(client, reader, pod.orElse("apic-dr"), () -> new Moment(clock.instant(), System.nanoTime()));
    }

    Candidacy(KubernetesClient client, SubsystemReader reader, String pod, Supplier<Moment> clocks) {
        this.client = client;
        this.reader = reader;
        this.clocks = clocks;
        // a container that starts anew in the same pod is another candidate
        this.standing = Standing.none(pod + "_" + UUID.randomUUID().toString().substring(0, SUFFIX));
    }

    @Override
    public synchronized void seek(Term term) {
        if (resigned) {
            return;
        }
        if (leases == null) {
            leases = new Leases(client, reader.defaultNamespace(), term);
        }
        try {
            if (!attempt(leases, term)) {
                // another was faster: see who
                attempt(leases, term);
            }
        } catch (RecoveryException e) {
            standing = standing.fails(e.getMessage());
        }
    }

    @Override
    public Turn turn() {
        return standing.turn(clocks.get());
    }

    @Override
    public synchronized void resign() {
        resigned = true;
        var before = standing;
        standing = Standing.none(before.identity());
        if (leases == null || before.held() == null || before.seen() == null) {
            return;
        }
        try {
            leases.write(before.seen().lease(), "", clocks.get());
        } catch (RecoveryException e) {
            Log.infof("the lease could not be given up and ends by itself: %s", e.getMessage());
        }
    }

    /** Looks, and writes where it may; tells whether nobody came between. */
    private boolean attempt(Leases lease, Term term) {
        var now = clocks.get();
        var read = lease.read();
        standing = read.map(found -> standing.sees(found, now)).orElseGet(standing::missed);
        if (!standing.mayTake(now)) {
            return true;
        }
        var written = lease.write(read.orElse(null), standing.identity(), now);
        standing = written.map(mine -> standing.holds(mine, new Standing.Hold(now, term.trusted())))
                .orElse(standing);
        return written.isPresent();
    }
}
