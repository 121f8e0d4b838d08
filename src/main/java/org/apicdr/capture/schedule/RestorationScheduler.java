package org.apicdr.capture.schedule;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import org.apicdr.core.LogContext;
import org.apicdr.recovery.restoration.RestorationService;

/** Has the leader take the next steps of restorations. */
@ApplicationScoped
class RestorationScheduler {

    private final RestorationService restorationService;
    private final LeaderElection leaderElection;

    RestorationScheduler(RestorationService restorationService, LeaderElection leaderElection) {
        this.restorationService = restorationService;
        this.leaderElection = leaderElection;
    }

    @Scheduled(every = "10s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void tick() {
        var work = leaderElection.work();
        work.lock();
        try {
            if (leaderElection.leads()) {
                LogContext.runWithNewId(() -> restorationService.takeSteps(leaderElection::leads));
            }
        } finally {
            work.unlock();
        }
    }
}
