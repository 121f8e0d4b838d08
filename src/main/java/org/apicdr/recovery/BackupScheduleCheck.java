package org.apicdr.recovery;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apicdr.core.CronSchedule;
import org.apicdr.subsystem.SubsystemComponent;

/**
 * When a subsystem takes its backups by itself: five cron fields, or on EDB releases six with seconds first. The zone is
 * nowhere stated; what is asked here does not depend on it while all run in the same.
 */
final class BackupScheduleCheck {

    private BackupScheduleCheck() {}

    /** Whether each component has a schedule. */
    static RecoverabilityCheck check(CheckId id, List<SubsystemComponent> components) {
        var complaints = components.stream()
                .flatMap(subsystemComponent -> complaint(subsystemComponent).stream())
                .toList();
        if (!complaints.isEmpty()) {
            return RecoverabilityCheck.fail(
                    id,
                    String.join("; ", complaints),
                    "set one there, such as once a day, the same for database and portal");
        }
        var schedules = components.stream()
                .map(subsystemComponent -> "%s: %s"
                        .formatted(
                                BackupSettings.name(subsystemComponent),
                                BackupSettings.of(subsystemComponent).text("schedule")))
                .toList();
        return RecoverabilityCheck.pass(id, String.join("; ", schedules));
    }

    private static Optional<String> complaint(SubsystemComponent subsystemComponent) {
        var block = BackupSettings.of(subsystemComponent);
        var text = block.text("schedule");
        if (text.isBlank()) {
            return Optional.of(block.path("schedule") + " is not set");
        }
        return timetable(subsystemComponent).isPresent()
                ? Optional.empty()
                : Optional.of("%s is no cron expression: '%s'".formatted(block.path("schedule"), text));
    }

    /** The longest time between two scheduled backups; empty where none is scheduled. */
    static Optional<Duration> interval(SubsystemComponent subsystemComponent, Instant now) {
        return timetable(subsystemComponent).flatMap(cronSchedule -> cronSchedule.longestGap(now));
    }

    /** How far the next scheduled backup of one is from the nearest of the other; empty where one has no schedule. */
    static Optional<Duration> apart(SubsystemComponent one, SubsystemComponent other, Instant now) {
        var next = timetable(one).flatMap(cronSchedule -> cronSchedule.next(now));
        return next.flatMap(time -> timetable(other)
                .flatMap(cronSchedule -> Stream.of(cronSchedule.last(time), cronSchedule.next(time))
                        .flatMap(Optional::stream)
                        .map(near -> Duration.between(near, time).abs())
                        .min(Duration::compareTo)));
    }

    private static Optional<CronSchedule> timetable(SubsystemComponent subsystemComponent) {
        try {
            return Optional.of(
                    CronSchedule.parse(BackupSettings.of(subsystemComponent).text("schedule"), ZoneOffset.UTC));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
