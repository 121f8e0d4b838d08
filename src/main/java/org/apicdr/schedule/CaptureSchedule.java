package org.apicdr.schedule;

import static org.apicdr.capture.Trigger.CATCH_UP;
import static org.apicdr.capture.Trigger.START;

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
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.apicdr.log.RequestIds;
import org.jspecify.annotations.Nullable;

/** Does what is due. Looks at the clock every second, so that a machine that slept misses nothing. */
@ApplicationScoped
class CaptureSchedule {

    /** Kubernetes leaves a pod 30 seconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ScheduleConfig config;
    private final Rounds rounds;
    private final Election election;
    private final Clock clock;
    private final ReentrantLock running = new ReentrantLock();
    private volatile @Nullable Agenda agenda;

    CaptureSchedule(ScheduleConfig config, Rounds rounds, Election election, Clock clock) {
        this.config = config;
        this.rounds = rounds;
        this.election = election;
        this.clock = clock;
    }

    /** After the checks of the configuration. */
    void begin(@Observes @Priority(Interceptor.Priority.PLATFORM_AFTER) StartupEvent event) {
        var timetable = Timetable.of(config).orElse(null);
        if (timetable != null || config.onStart()) {
            agenda = new Agenda(timetable, clock.instant());
        }
    }

    /** Whoever does not lead begins anew each time, so that what its predecessor left undone is its first look. */
    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void tick() {
        var current = agenda;
        if (current == null) {
            return;
        }
        running.lock();
        try {
            if (election.leads()) {
                current.due(clock.instant()).ifPresent(task -> RequestIds.run(() -> run(task, current)));
            } else {
                agenda = current.from(clock.instant());
            }
        } finally {
            running.unlock();
        }
    }

    /** The capture under way comes to its end before another may lead, who would take its bundle for missing. */
    void end(@Observes ShutdownEvent event) {
        election.leave();
        try {
            if (running.tryLock(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                running.unlock();
                election.resign();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The next scheduled capture. */
    Optional<Instant> next() {
        return Optional.ofNullable(agenda).flatMap(Agenda::nextRound);
    }

    private boolean run(Agenda.Task task, Agenda current) {
        var last = current.lastRound(clock.instant());
        boolean well = switch (task) {
            case FIRST_LOOK -> rounds.missed(last, config.onStart() ? Optional.of(START) : Optional.empty());
            case ROUND -> rounds.scheduled();
            case LOOK -> rounds.missed(last, Optional.of(CATCH_UP));
        };
        if (!well) {
            current.failed(task, clock.instant());
        }
        return well;
    }
}
