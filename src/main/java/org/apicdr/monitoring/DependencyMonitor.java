package org.apicdr.monitoring;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.apicdr.bundle.BundleStore;
import org.apicdr.core.Deadline;
import org.apicdr.core.ParallelExecutor;
import org.apicdr.subsystem.Subsystem;
import org.apicdr.subsystem.SubsystemRef;
import org.apicdr.subsystem.SubsystemService;

/** Checks the store and the cluster concurrently. Only one caller checks at a time; the others wait for it. */
@ApplicationScoped
class DependencyMonitor {

    private static final Duration LIMIT = Duration.ofSeconds(5);

    /** Lets the checks themselves time out first, because their message says more than a timeout here. */
    private static final Duration GRACE = Duration.ofMillis(500);

    private final BundleStore bundles;
    private final SubsystemService subsystemService;
    private final ParallelExecutor parallelExecutor;
    private final HealthConfig config;
    private final Clock clock;
    private final MonitoredDependency store;
    private final MonitoredDependency cluster;
    private final ReentrantLock lock = new ReentrantLock();

    /** The number of checks that have begun. */
    private final AtomicLong begun = new AtomicLong();

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
                "The store",
                "The SFTP server did not answer within %d seconds. Check its load and the network."
                        .formatted(LIMIT.toSeconds()),
                clock);
        this.cluster = new MonitoredDependency(
                "The cluster",
                "The API server did not answer within %d seconds. Check that it is up and reachable from here."
                        .formatted(LIMIT.toSeconds()),
                clock);
    }

    MonitoredDependency store() {
        return store;
    }

    MonitoredDependency cluster() {
        return cluster;
    }

    /** Checks both if the last result is older than the configured age. */
    void refreshIfStale() {
        refresh(config.maxAge());
    }

    /** Checks both. Callers that wait for a check share the next one. */
    void refresh() {
        long wanted = begun.get() + 1;
        lock.lock();
        try {
            if (begun.get() < wanted) {
                refreshNow();
            }
        } finally {
            lock.unlock();
        }
    }

    private void refresh(Duration maxAge) {
        lock.lock();
        try {
            // a negative age means that the clock was set back
            boolean fresh = store.last()
                    .map(status -> status.age(clock.instant()))
                    .filter(age -> !age.isNegative() && age.compareTo(maxAge) < 0)
                    .isPresent();
            if (!fresh) {
                refreshNow();
            }
        } finally {
            lock.unlock();
        }
    }

    private void refreshNow() {
        begun.incrementAndGet();
        var deadline = Deadline.in(LIMIT);
        var awaitDeadline = Deadline.in(LIMIT.plus(GRACE));
        var folders = parallelExecutor.start(() -> bundles.folders(deadline));
        var visible = parallelExecutor.start(() -> visible(deadline));
        store.update(() -> parallelExecutor.await(folders, awaitDeadline), bundles::siteMissing);
        cluster.update(() -> parallelExecutor.await(visible, awaitDeadline), Optional::empty);
    }

    private List<SubsystemRef> visible(Deadline deadline) {
        return subsystemService.visible(deadline).stream().map(Subsystem::ref).toList();
    }
}
