package org.apicdr.capture.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apicdr.core.CronSchedule;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done next, and when: a round for each scheduled time, and between them looks for what was missed, one at
 * the start and others after a failure, ever less often. Knows of time only what it is told.
 */
final class CatchUpSchedule {

    static final Duration FIRST_PAUSE = Duration.ofMinutes(1);

    static final Duration LONGEST_PAUSE = Duration.ofMinutes(30);

    private final @Nullable CronSchedule cronSchedule;
    private Duration pause = FIRST_PAUSE;
    private @Nullable Instant nextRound;
    private @Nullable Instant nextLook;
    private Instant seen;
    private Task look = Task.INITIAL;

    /** An agenda from now on; without a timetable there are no rounds. */
    CatchUpSchedule(@Nullable CronSchedule cronSchedule, Instant now) {
        this.cronSchedule = cronSchedule;
        this.nextRound = timeAfter(now);
        this.nextLook = now;
        this.seen = now;
    }

    /** An agenda for whoever begins at another time: what was missed before then is its first look. */
    CatchUpSchedule from(Instant now) {
        return new CatchUpSchedule(cronSchedule, now);
    }

    /** What is due; once told, it is taken as done. Of several missed times one round is enough. */
    synchronized Optional<Task> due(Instant now) {
        if (now.isBefore(seen)) {
            setBack(now);
        }
        seen = now;
        if (isDue(nextRound, now)) {
            nextRound = timeAfter(now);
            nextLook = null;
            pause = FIRST_PAUSE;
            return Optional.of(Task.SCHEDULED);
        }
        if (isDue(nextLook, now)) {
            nextLook = null;
            return Optional.of(look);
        }
        return Optional.empty();
    }

    /** A task failed: look again later, unless the next round comes first. */
    synchronized void failed(Task task, Instant now) {
        look = task == Task.INITIAL ? task : Task.CATCH_UP;
        nextLook = now.plus(pause);
        pause = pause.multipliedBy(2);
        pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }

    /** The next scheduled time. */
    synchronized Optional<Instant> nextRound() {
        return Optional.ofNullable(nextRound);
    }

    /** The last scheduled time; what is older than it has been missed. */
    Optional<Instant> lastRound(Instant now) {
        return cronSchedule == null ? Optional.empty() : cronSchedule.last(now);
    }

    /** What was planned by a clock that ran ahead might be years away. */
    private void setBack(Instant now) {
        nextRound = timeAfter(now);
        nextLook = nextLook == null ? null : now;
    }

    private @Nullable Instant timeAfter(Instant now) {
        return cronSchedule == null ? null : cronSchedule.next(now).orElse(null);
    }

    private static boolean isDue(@Nullable Instant time, Instant now) {
        return time != null && !time.isAfter(now);
    }

    /** What can be due. */
    enum Task {
        /** Capture what has no bundle, or missed one while the service was down. */
        INITIAL,
        /** Capture every subsystem. */
        SCHEDULED,
        /** Capture what still lacks the bundle of the last round. */
        CATCH_UP
    }
}
