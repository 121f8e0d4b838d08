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
 * Checks the backup schedules of a subsystem. A schedule has five cron fields, or on EDB releases six with seconds first.
 * Its time zone is not documented. The results do not depend on it as long as all schedules use the same zone.
 */
final class BackupScheduleCheck {

    private BackupScheduleCheck() {}

    /** Checks that each component has a valid schedule. */
    static RecoverabilityCheck check(CheckId id, List<SubsystemComponent> components) {
        var issues = components.stream()
                .flatMap(subsystemComponent -> findIssue(subsystemComponent).stream())
                .toList();
        if (!issues.isEmpty()) {
            return RecoverabilityCheck.fail(
                    id,
                    String.join(" ", issues),
                    "Set a schedule there, for example once a day, the same for database and portal.");
        }
        var schedules = components.stream()
                .map(subsystemComponent -> "The backup schedule of %s is %s."
                        .formatted(
                                BackupSettings.name(subsystemComponent),
                                BackupSettings.of(subsystemComponent).text("schedule")))
                .toList();
        return RecoverabilityCheck.pass(id, String.join(" ", schedules));
    }

    private static Optional<String> findIssue(SubsystemComponent subsystemComponent) {
        var block = BackupSettings.of(subsystemComponent);
        var text = block.text("schedule");
        if (text.isBlank()) {
            return Optional.of(block.path("schedule") + " is not set.");
        }
        return parseSchedule(subsystemComponent).isPresent()
                ? Optional.empty()
                : Optional.of("%s is not a valid cron expression: '%s'.".formatted(block.path("schedule"), text));
    }

    /** Returns the longest time between two scheduled backups; empty without a valid schedule. */
    static Optional<Duration> interval(SubsystemComponent subsystemComponent, Instant now) {
        return parseSchedule(subsystemComponent).flatMap(cronSchedule -> cronSchedule.longestGap(now));
    }

    /** Returns the time between the next backup of one and the nearest of the other; empty if one has no schedule. */
    static Optional<Duration> gapBetween(SubsystemComponent one, SubsystemComponent other, Instant now) {
        var next = parseSchedule(one).flatMap(cronSchedule -> cronSchedule.next(now));
        return next.flatMap(time -> parseSchedule(other)
                .flatMap(cronSchedule -> Stream.of(cronSchedule.last(time), cronSchedule.next(time))
                        .flatMap(Optional::stream)
                        .map(near -> Duration.between(near, time).abs())
                        .min(Duration::compareTo)));
    }

    private static Optional<CronSchedule> parseSchedule(SubsystemComponent subsystemComponent) {
        try {
            return Optional.of(
                    CronSchedule.parse(BackupSettings.of(subsystemComponent).text("schedule"), ZoneOffset.UTC));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
