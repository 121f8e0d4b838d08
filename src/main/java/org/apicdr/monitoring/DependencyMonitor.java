package org.apicdr.monitoring;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.apicdr.bundle.BundleStore;
import org.apicdr.core.Deadline;
import org.apicdr.core.ParallelExecutor;
import org.apicdr.subsystem.Subsystem;
import org.apicdr.subsystem.SubsystemRef;
import org.apicdr.subsystem.SubsystemService;

/** The store and the cluster, looked at side by side; never by two callers at once. */
@ApplicationScoped
class DependencyMonitor {

    private static final Duration LIMIT = Duration.ofSeconds(5);

    /** Who looks ends at the limit with a sentence of its own, which is better than none. */
    private static final Duration GRACE = Duration.ofMillis(500);

    private final BundleStore bundles;
    private final SubsystemService subsystemService;
    private final ParallelExecutor parallelExecutor;
    private final HealthConfig config;
    private final Clock clock;
    private final MonitoredDependency store;
    private final MonitoredDependency cluster;
    private final ReentrantLock looking = new ReentrantLock();

    DependencyMonitor(
            BundleStore bundles,
            SubsystemService subsystemService,
            ParallelExecutor parallelExecutor,
            HealthConfig config,
            Clock clock) {
        this.bundles = bundles;
        this.subsystemService = subsystemService;
        this.parallelExecutor = parallelExecutor;
        this.config = config;
        this.clock = clock;
        this.store = new MonitoredDependency(
                "the store",
                "the SFTP server did not answer within %d seconds: check its load and the network"
                        .formatted(LIMIT.toSeconds()),
                clock);
        this.cluster = new MonitoredDependency(
                "the cluster",
                "the API server did not answer within %d seconds: check that it is up and reachable from here"
                        .formatted(LIMIT.toSeconds()),
                clock);
    }

    MonitoredDependency store() {
        return store;
    }

    MonitoredDependency cluster() {
        return cluster;
    }

    /** Looks at both, unless somebody has just done so. */
    void lookIfOld() {
        look(config.maxAge());
    }

    /** Looks at both. */
    void look() {
        look(Duration.ZERO);
    }

    private void look(Duration maxAge) {
        looking.lock();
        try {
            boolean fresh = store.last()
                    .filter(dependencyStatus ->
                            dependencyStatus.age(clock.instant()).compareTo(maxAge) < 0)
                    .isPresent();
            if (!fresh) {
                lookNow();
            }
        } finally {
            looking.unlock();
        }
    }

    private void lookNow() {
        var deadline = Deadline.in(LIMIT);
        var patience = Deadline.in(LIMIT.plus(GRACE));
        var folders = parallelExecutor.start(() -> bundles.folders(deadline));
        var visible = parallelExecutor.start(() -> visible(deadline));
        store.take(() -> parallelExecutor.await(folders, patience));
        cluster.take(() -> parallelExecutor.await(visible, patience));
    }

    private List<SubsystemRef> visible(Deadline deadline) {
        return subsystemService.visible(deadline).stream().map(Subsystem::ref).toList();
    }
}
