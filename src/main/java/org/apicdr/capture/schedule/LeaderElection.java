package org.apicdr.capture.schedule;

import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether this process, of all replicas, does what happens by itself. Without a lease to share it always does. */
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

    /** Beside the captures, so that a long one does not cost the lease. Says each second what has changed. */
    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void look() {
        var sought = leaseSettings;
        if (sought == null) {
            return;
        }
        if (looks % sought.pause().toSeconds() == 0) {
            leaderElector.tryAcquireOrRenew(sought);
        }
        looks++;
        say(leaderElector.turn(), sought);
    }

    /** Whether to begin something now. */
    boolean leads() {
        return !leaving && (leaseSettings == null || leaderElector.turn().isOurs());
    }

    /** Who leads; empty where no lease is shared, or nobody has looked yet. */
    Optional<LeaderStatus> turn() {
        return said == null ? Optional.empty() : Optional.of(leaderElector.turn());
    }

    /** Begins nothing any more, but keeps the lease: another would take what is under way for missing. */
    void leave() {
        leaving = true;
    }

    /** Lets another lead. */
    void resign() {
        if (leaseSettings != null) {
            leaderElector.release();
            say(leaderElector.turn(), leaseSettings);
        }
    }

    private synchronized void say(LeaderStatus leaderStatus, LeaseSettings sought) {
        var former = said;
        said = leaderStatus;
        if (leaderStatus.equals(former)) {
            return;
        }
        if (former != null && former.isOurs()) {
            Log.info("this process no longer leads the scheduled captures");
        }
        switch (leaderStatus.whose()) {
            case OURS ->
                Log.infof(
                        "this process leads the scheduled captures: it holds the lease %s as %s",
                        sought.lease(), leaderStatus.detail());
            case THEIRS ->
                Log.infof(
                        "%s leads the scheduled captures: it holds the lease %s",
                        leaderStatus.detail(), sought.lease());
            case NOBODYS -> {
                if (!leaving) {
                    Log.warnf("nobody is known to lead the scheduled captures: %s", leaderStatus.detail());
                }
            }
        }
    }
}
