package org.apicdr.schedule;

import static org.apicdr.capture.Trigger.CATCH_UP;
import static org.apicdr.capture.Trigger.START;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.apicdr.log.RequestIds;
import org.jspecify.annotations.Nullable;

/** Does what is due. Looks at the clock every second, so that a machine that slept misses nothing. */
@ApplicationScoped
class CaptureSchedule {

    private final ScheduleConfig config;
    private final Rounds rounds;
    private final Clock clock;
    private volatile @Nullable Agenda agenda;

    CaptureSchedule(ScheduleConfig config, Rounds rounds, Clock clock) {
        this.config = config;
        this.rounds = rounds;
        this.clock = clock;
    }

    /** After the checks of the configuration. */
    void begin(@Observes @Priority(Interceptor.Priority.PLATFORM_AFTER) StartupEvent event) {
        var timetable = Timetable.of(config).orElse(null);
        if (timetable != null || config.onStart()) {
            agenda = new Agenda(timetable, clock.instant());
        }
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void tick() {
        var current = agenda;
        if (current != null) {
            current.due(clock.instant()).ifPresent(task -> RequestIds.run(() -> run(task, current)));
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
