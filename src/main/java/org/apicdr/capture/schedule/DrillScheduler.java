package org.apicdr.capture.schedule;

import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.apicdr.capture.schedule.CatchUpSchedule.Task;
import org.apicdr.core.DeadlineFactory;
import org.apicdr.core.LogContext;
import org.apicdr.core.ServiceException;
import org.apicdr.pause.PauseService;
import org.apicdr.recovery.drill.DrillResult;
import org.apicdr.recovery.drill.DrillResults;
import org.apicdr.recovery.drill.DrillService;
import org.apicdr.subsystem.Subsystem;
import org.apicdr.subsystem.SubsystemRef;
import org.apicdr.subsystem.SubsystemService;
import org.apicdr.verification.DrillConfig;
import org.jspecify.annotations.Nullable;

/**
 * Runs due drills. Like captures, a drill that was missed while the service was down is made up for at the start, and one that
 * was not complete is repeated.
 */
@ApplicationScoped
class DrillScheduler {

    private final DrillConfig config;
    private final ScheduleConfig scheduleConfig;
    private final SubsystemService subsystemService;
    private final DrillService drillService;
    private final DrillResults results;
    private final PauseService pauseService;
    private final LeaderElection leaderElection;
    private final DeadlineFactory deadlineFactory;
    private final Clock clock;
    private volatile @Nullable CatchUpSchedule schedule;

    DrillScheduler(
            DrillConfig config,
            ScheduleConfig scheduleConfig,
            SubsystemService subsystemService,
            DrillService drillService,
            DrillResults results,
            PauseService pauseService,
            LeaderElection leaderElection,
            DeadlineFactory deadlineFactory,
            Clock clock) {
        this.config = config;
        this.scheduleConfig = scheduleConfig;
        this.subsystemService = subsystemService;
        this.drillService = drillService;
        this.results = results;
        this.pauseService = pauseService;
        this.leaderElection = leaderElection;
        this.deadlineFactory = deadlineFactory;
        this.clock = clock;
    }

    /** Runs after the configuration is validated. */
    void begin(@Observes @Priority(Interceptor.Priority.PLATFORM_AFTER) StartupEvent event) {
        schedule = config.parsedSchedule(ZoneId.of(scheduleConfig.timeZone()))
                .map(cron -> new CatchUpSchedule(cron, clock.instant()))
                .orElse(null);
    }

    /** Every replica keeps the results, so that its metrics and reports have them; the leader runs the drills. */
    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void tick() {
        var current = schedule;
        if (current == null) {
            return;
        }
        results.refresh();
        var work = leaderElection.work();
        work.lock();
        try {
            if (leaderElection.leads()) {
                current.due(clock.instant()).ifPresent(task -> LogContext.runWithNewId(() -> run(task, current)));
            } else {
                schedule = current.from(clock.instant());
            }
        } finally {
            work.unlock();
        }
    }

    /** Reads the results first, because the leader before this one may just have stored some. */
    private void run(Task task, CatchUpSchedule current) {
        results.readNow();
        var missed = task == Task.SCHEDULED ? Optional.<Instant>empty() : current.lastRound(clock.instant());
        boolean complete;
        try {
            complete = subsystemService.visible(deadlineFactory.start()).stream()
                    .map(Subsystem::ref)
                    .takeWhile(subsystem -> leaderElection.leads())
                    .filter(subsystem -> task == Task.SCHEDULED || isMissing(subsystem, missed))
                    .filter(subsystem -> !pauseService.isPaused(subsystem))
                    .map(subsystem -> drillService.drill(subsystem, leaderElection::leads))
                    .map(result -> !result.needsRepeat())
                    .reduce(true, Boolean::logicalAnd);
        } catch (ServiceException e) {
            Log.warnf("No drill was carried out: %s", e.getMessage());
            complete = false;
        } catch (RuntimeException e) {
            Log.error("Unexpected error in a drill", e);
            complete = false;
        }
        if (!complete) {
            current.failed(task, clock.instant());
        }
    }

    /** Returns whether a subsystem lacks the drill of the last scheduled time. One that failed is not repeated if it left nothing. */
    private boolean isMissing(SubsystemRef subsystem, Optional<Instant> lastTime) {
        var last = results.last(subsystem).value().flatMap(result -> result);
        return last.map(DrillResult::at)
                .filter(at -> lastTime.filter(at::isBefore).isEmpty())
                .filter(at -> !last.get().needsRepeat())
                .isEmpty();
    }
}
