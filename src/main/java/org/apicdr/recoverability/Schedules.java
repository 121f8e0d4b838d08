package org.apicdr.recoverability;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apicdr.schedule.Timetable;
import org.apicdr.subsystem.Component;

/**
 * When a subsystem takes its backups by itself: five cron fields, or on EDB releases six with seconds first. The zone is
 * nowhere stated; what is asked here does not depend on it while all run in the same.
 */
final class Schedules {

    private Schedules() {}

    /** Whether each component has a schedule. */
    static Check check(CheckId id, List<Component> components) {
        var complaints = components.stream()
                .flatMap(component -> complaint(component).stream())
                .toList();
        if (!complaints.isEmpty()) {
            return Check.fail(
                    id,
                    String.join("; ", complaints),
                    "set one there, such as once a day, the same for database and portal");
        }
        var schedules = components.stream()
                .map(component -> "%s: %s"
                        .formatted(
                                BackupBlock.name(component),
                                BackupBlock.of(component).text("schedule")))
                .toList();
        return Check.pass(id, String.join("; ", schedules));
    }

    private static Optional<String> complaint(Component component) {
        var block = BackupBlock.of(component);
        var text = block.text("schedule");
        if (text.isBlank()) {
            return Optional.of(block.path("schedule") + " is not set");
        }
        return timetable(component).isPresent()
                ? Optional.empty()
                : Optional.of("%s is no cron expression: '%s'".formatted(block.path("schedule"), text));
    }

    /** The longest time between two scheduled backups; empty where none is scheduled. */
    static Optional<Duration> interval(Component component, Instant now) {
        return timetable(component).flatMap(timetable -> timetable.longestGap(now));
    }

    /** How far the next scheduled backup of one is from the nearest of the other; empty where one has no schedule. */
    static Optional<Duration> apart(Component one, Component other, Instant now) {
        var next = timetable(one).flatMap(timetable -> timetable.next(now));
        return next.flatMap(time -> timetable(other)
                .flatMap(timetable -> Stream.of(timetable.last(time), timetable.next(time))
                        .flatMap(Optional::stream)
                        .map(near -> Duration.between(near, time).abs())
                        .min(Duration::compareTo)));
    }

    private static Optional<Timetable> timetable(Component component) {
        try {
            return Optional.of(Timetable.parse(BackupBlock.of(component).text("schedule"), ZoneOffset.UTC));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
