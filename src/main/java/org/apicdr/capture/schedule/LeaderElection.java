package org.apicdr.capture.schedule;

import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides whether this replica runs scheduled work. Without a configured lease it always does. */
@ApplicationScoped
class LeaderElection {

    private final @Nullable LeaseSettings leaseSettings;
    private final LeaderElector leaderElector;
    private long looks;
    private volatile @Nullable LeaderStatus said;
    private volatile boolean leaving;

    LeaderElection(ScheduleConfig config, LeaderElector leaderElector) {
        this.leaseSettings = config.lease()
                .map(lease -> new LeaseSettings(lease, config.leaseDuration()))
                .orElse(null);
        this.leaderElector = leaderElector;
    }

    /** Renews the lease in parallel to captures, so that a long one does not lose it. Logs changes each second. */
    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void renew() {
        var sought = leaseSettings;
        if (sought == null) {
            return;
        }
        if (looks % sought.pause().toSeconds() == 0) {
            leaderElector.tryAcquireOrRenew(sought);
        }
        looks++;
        logChange(leaderElector.status(), sought);
    }

    /** Whether this replica may begin scheduled work now. */
    boolean leads() {
        return !leaving && (leaseSettings == null || leaderElector.status().isThisReplica());
    }

    /** Returns who leads; empty if no lease is configured, or before the first renewal. */
    Optional<LeaderStatus> status() {
        return said == null ? Optional.empty() : Optional.of(leaderElector.status());
    }

    /** Begins no more work, but keeps the lease, so that no other replica repeats a capture in progress. */
    void drain() {
        leaving = true;
    }

    /** Releases the lease, so that another replica may lead. */
    void release() {
        if (leaseSettings != null) {
            leaderElector.release();
            logChange(leaderElector.status(), leaseSettings);
        }
    }

    private synchronized void logChange(LeaderStatus leaderStatus, LeaseSettings sought) {
        var former = said;
        said = leaderStatus;
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
                        sought.lease(), leaderStatus.detail());
            case OTHER_REPLICA ->
                Log.infof(
                        "%s leads the scheduled captures. It holds the lease %s.",
                        leaderStatus.detail(), sought.lease());
            case UNKNOWN -> {
                if (!leaving) {
                    Log.warnf("No replica is known to lead the scheduled captures. %s", leaderStatus.detail());
                }
            }
        }
    }
}
