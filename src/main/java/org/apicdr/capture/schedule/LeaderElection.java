package org.apicdr.capture.schedule;

import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/** Decides whether this replica runs scheduled work. Without a configured lease it always does. */
@ApplicationScoped
class LeaderElection {

    /** Less than the termination grace period of Kubernetes, 30 seconds by default. */
    private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(20);

    private final @Nullable LeaseSettings leaseSettings;
    private final LeaderElector leaderElector;
    private final ReadWriteLock work = new ReentrantReadWriteLock();
    private @Nullable LeaderStatus lastLogged;
    private volatile boolean leaving;

    LeaderElection(ScheduleConfig config, LeaderElector leaderElector) {
        this.leaseSettings = config.lease()
                .map(lease -> new LeaseSettings(lease, config.leaseDuration()))
                .orElse(null);
        this.leaderElector = leaderElector;
    }

    /** Starts the election after the configuration is validated. It runs in parallel to captures. */
    void begin(@Observes @Priority(Interceptor.Priority.PLATFORM_AFTER) StartupEvent event) {
        if (leaseSettings != null) {
            leaderElector.start(leaseSettings);
        }
    }

    /** Logs each change of the leader. */
    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void logChange() {
        var settings = leaseSettings;
        if (settings != null) {
            leaderElector.status().ifPresent(leaderStatus -> logChange(leaderStatus, settings));
        }
    }

    /** Whether this replica may begin scheduled work now. */
    boolean leads() {
        return !leaving
                && (leaseSettings == null
                        || leaderElector
                                .status()
                                .filter(LeaderStatus::isThisReplica)
                                .isPresent());
    }

    /** Returns who leads; empty if no lease is configured, or before the API server has answered. */
    Optional<LeaderStatus> status() {
        return leaseSettings == null ? Optional.empty() : leaderElector.status();
    }

    /** The lock to hold during scheduled work. Captures and drills run in parallel; the lease is not released meanwhile. */
    Lock work() {
        return work.readLock();
    }

    /**
     * Waits for the work in progress before it releases the lease. Otherwise another leader would repeat a capture, or remove
     * the objects of a drill.
     */
    void end(@Observes ShutdownEvent event) {
        drain();
        try {
            if (work.writeLock().tryLock(SHUTDOWN_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                work.writeLock().unlock();
                release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Begins no more work, but keeps the lease, so that no other replica repeats a capture in progress. */
    void drain() {
        leaving = true;
    }

    /** Releases the lease, so that another replica may lead. */
    void release() {
        if (leaseSettings != null) {
            leaderElector.release();
            logChange();
        }
    }

    private synchronized void logChange(LeaderStatus leaderStatus, LeaseSettings settings) {
        var former = lastLogged;
        lastLogged = leaderStatus;
        if (leaderStatus.equals(former)) {
            return;
        }
        if (former != null && former.isThisReplica()) {
            Log.info("This replica no longer leads the scheduled captures.");
        }
        switch (leaderStatus.leader()) {
            case THIS_REPLICA ->
                Log.infof(
                        "This replica leads the scheduled captures. It holds the lease %s as %s.",
                        settings.lease(), leaderStatus.detail());
            case OTHER_REPLICA ->
                Log.infof(
                        "%s leads the scheduled captures. It holds the lease %s.",
                        leaderStatus.detail(), settings.lease());
            case UNKNOWN -> {
                if (!leaving) {
                    Log.warnf("No replica is known to lead the scheduled captures. %s", leaderStatus.detail());
                }
            }
        }
    }
}
