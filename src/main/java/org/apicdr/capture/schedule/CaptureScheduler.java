package org.apicdr.capture.schedule;

import static org.apicdr.capture.CaptureTrigger.CATCH_UP;
import static org.apicdr.capture.CaptureTrigger.START;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.apicdr.core.RequestIdContext;
import org.jspecify.annotations.Nullable;

/** Does what is due. Looks at the clock every second, so that a machine that slept misses nothing. */
@ApplicationScoped
class CaptureScheduler {

    /** Kubernetes leaves a pod 30 seconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ScheduleConfig config;
    private final ScheduledCaptureRunner scheduledCaptureRunner;
    private final LeaderElection leaderElection;
    private final Clock clock;
    private final ReentrantLock running = new ReentrantLock();
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

    /** After the checks of the configuration. */
    void begin(@Observes @Priority(Interceptor.Priority.PLATFORM_AFTER) StartupEvent event) {
        var cronSchedule = ScheduleConfigValidator.schedule(config, ZoneId.of(config.timeZone()))
                .orElse(null);
        if (cronSchedule != null || config.onStart()) {
            catchUpSchedule = new CatchUpSchedule(cronSchedule, clock.instant());
        }
    }

    /** Whoever does not lead begins anew each time, so that what its predecessor left undone is its first look. */
    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void tick() {
        var current = catchUpSchedule;
        if (current == null) {
            return;
        }
        running.lock();
        try {
            if (leaderElection.leads()) {
                current.due(clock.instant()).ifPresent(task -> RequestIdContext.run(() -> run(task, current)));
            } else {
                catchUpSchedule = current.from(clock.instant());
            }
        } finally {
            running.unlock();
        }
    }

    /** The capture under way comes to its end before another may lead, who would take its bundle for missing. */
    void end(@Observes ShutdownEvent event) {
        leaderElection.leave();
        try {
            if (running.tryLock(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                running.unlock();
                leaderElection.resign();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The next scheduled capture. */
    Optional<Instant> next() {
        return Optional.ofNullable(catchUpSchedule).flatMap(CatchUpSchedule::nextRound);
    }

    private boolean run(CatchUpSchedule.Task task, CatchUpSchedule current) {
        var last = current.lastRound(clock.instant());
        boolean well = switch (task) {
            case INITIAL ->
                scheduledCaptureRunner.missed(last, config.onStart() ? Optional.of(START) : Optional.empty());
            case SCHEDULED -> scheduledCaptureRunner.scheduled();
            case CATCH_UP -> scheduledCaptureRunner.missed(last, Optional.of(CATCH_UP));
        };
        if (!well) {
            current.failed(task, clock.instant());
        }
        return well;
    }
}
