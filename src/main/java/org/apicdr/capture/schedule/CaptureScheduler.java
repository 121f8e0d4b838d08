package org.apicdr.capture.schedule;

import static org.apicdr.capture.CaptureTrigger.CATCH_UP;
import static org.apicdr.capture.CaptureTrigger.START;

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
import org.apicdr.core.LogContext;
import org.jspecify.annotations.Nullable;

/** Runs due captures. Checks the clock every second, so that a machine that was suspended misses nothing. */
@ApplicationScoped
class CaptureScheduler {

    private final ScheduleConfig config;
    private final ScheduledCaptureRunner scheduledCaptureRunner;
    private final LeaderElection leaderElection;
    private final Clock clock;
    private volatile @Nullable CatchUpSchedule catchUpSchedule;

    CaptureScheduler(
            ScheduleConfig config,
            ScheduledCaptureRunner scheduledCaptureRunner,
            LeaderElection leaderElection,
            Clock clock) {
        this.config = config;
        this.scheduledCaptureRunner = scheduledCaptureRunner;
        this.leaderElection = leaderElection;
        this.clock = clock;
    }

    /** Runs after the configuration is validated. */
    void begin(@Observes @Priority(Interceptor.Priority.PLATFORM_AFTER) StartupEvent event) {
        var cronSchedule = ScheduleConfigValidator.schedule(config, ZoneId.of(config.timeZone()))
                .orElse(null);
        if (cronSchedule != null || config.onStart()) {
            catchUpSchedule = new CatchUpSchedule(cronSchedule, clock.instant());
        }
    }

    /**
     * Restarts the schedule on every tick of a non-leader, so that a new leader first catches up on missed captures.
     */
    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void tick() {
        var current = catchUpSchedule;
        if (current == null) {
            return;
        }
        var work = leaderElection.work();
        work.lock();
        try {
            if (leaderElection.leads()) {
                current.due(clock.instant()).ifPresent(task -> LogContext.runWithNewId(() -> run(task, current)));
            } else {
                catchUpSchedule = current.from(clock.instant());
            }
        } finally {
            work.unlock();
        }
    }

    /** Returns the time of the next scheduled capture. */
    Optional<Instant> next() {
        return Optional.ofNullable(catchUpSchedule).flatMap(CatchUpSchedule::nextRound);
    }

    private void run(CatchUpSchedule.Task task, CatchUpSchedule current) {
        var last = current.lastRound(clock.instant());
        boolean succeeded = switch (task) {
            case INITIAL ->
                scheduledCaptureRunner.captureMissing(last, config.onStart() ? Optional.of(START) : Optional.empty());
            case SCHEDULED -> scheduledCaptureRunner.scheduled();
            case CATCH_UP -> scheduledCaptureRunner.captureMissing(last, Optional.of(CATCH_UP));
        };
        if (!succeeded) {
            current.failed(task, clock.instant());
        }
    }
}
