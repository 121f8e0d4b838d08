package org.apicdr.capture.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apicdr.core.CronSchedule;
import org.jspecify.annotations.Nullable;

/**
 * Determines the next task and its time: scheduled captures, and catch-ups of missed captures between them. The first
 * catch-up is due at the start, others after a failure with growing pauses. The caller passes in the time.
 */
final class CatchUpSchedule {

    static final Duration FIRST_PAUSE = Duration.ofMinutes(1);

    static final Duration LONGEST_PAUSE = Duration.ofMinutes(30);

    private final @Nullable CronSchedule cronSchedule;
    private Duration pause = FIRST_PAUSE;
    private @Nullable Instant nextRound;
    private @Nullable Instant nextCatchUp;
    private Instant lastTick;
    private Task catchUpTask = Task.INITIAL;

    /** Starts a schedule; without cron times there are no scheduled captures. */
    CatchUpSchedule(@Nullable CronSchedule cronSchedule, Instant now) {
        this.cronSchedule = cronSchedule;
        this.nextRound = timeAfter(now);
        this.nextCatchUp = now;
        this.lastTick = now;
    }

    /** Returns a schedule that starts at another time. Its first task catches up on captures missed before then. */
    CatchUpSchedule from(Instant now) {
        return new CatchUpSchedule(cronSchedule, now);
    }

    /** Returns the due task and marks it as done. Several missed times count as one. */
    synchronized Optional<Task> due(Instant now) {
        if (now.isBefore(lastTick)) {
            adjustToClock(now);
        }
        lastTick = now;
        if (isDue(nextRound, now)) {
            nextRound = timeAfter(now);
            nextCatchUp = null;
            pause = FIRST_PAUSE;
            return Optional.of(Task.SCHEDULED);
        }
        if (isDue(nextCatchUp, now)) {
            nextCatchUp = null;
            return Optional.of(catchUpTask);
        }
        return Optional.empty();
    }

    /** Schedules a catch-up after a failed task, unless the next scheduled capture comes first. */
    synchronized void failed(Task task, Instant now) {
        catchUpTask = task == Task.INITIAL ? task : Task.CATCH_UP;
        nextCatchUp = now.plus(pause);
        pause = pause.multipliedBy(2);
        pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }

    /** Returns the next scheduled time. */
    synchronized Optional<Instant> nextRound() {
        return Optional.ofNullable(nextRound);
    }

    /** Returns the last scheduled time. A subsystem whose newest bundle is older has missed a capture. */
    Optional<Instant> lastRound(Instant now) {
        return cronSchedule == null ? Optional.empty() : cronSchedule.last(now);
    }

    /** Recomputes the times after the clock was set back. Otherwise they might be years away. */
    private void adjustToClock(Instant now) {
        nextRound = timeAfter(now);
        nextCatchUp = nextCatchUp == null ? null : now;
    }

    private @Nullable Instant timeAfter(Instant now) {
        return cronSchedule == null ? null : cronSchedule.next(now).orElse(null);
    }

    private static boolean isDue(@Nullable Instant time, Instant now) {
        return time != null && !time.isAfter(now);
    }

    enum Task {
        /** Captures each subsystem that has no bundle, or that missed one while the service was down. */
        INITIAL,
        /** Captures every subsystem. */
        SCHEDULED,
        /** Captures each subsystem that still lacks the bundle of the last scheduled time. */
        CATCH_UP
    }
}
