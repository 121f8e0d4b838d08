package org.apicdr.recovery;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.stream.Stream;
import org.apicdr.core.CronSchedule;
import org.apicdr.subsystem.SubsystemComponent;

/**
 * The backup settings of a component: {@code spec.databaseBackup} or {@code spec.portalBackup}. A schedule has five cron
 * fields, or on EDB releases six with seconds first. Its time zone is not documented. The results do not depend on it as long
 * as all schedules use the same zone.
 *
 * @param component the component that the settings belong to
 */
record BackupSettings(SubsystemComponent component) {

    /** Whether the backups are stored outside the cluster; without a protocol they are not. */
    boolean remote() {
        var protocol = text("protocol");
        return !protocol.isEmpty() && !protocol.equals("local");
    }

    String text(String key) {
        return component.backup().path(key).asText("");
    }

    /** Returns the field path of a setting and the resource that it is set in, for messages. */
    String path(String key) {
        return "spec.%s.%s of %s"
                .formatted(component.isManagement() ? "databaseBackup" : "portalBackup", key, component.title());
    }

    /** Returns why the schedule cannot be used; empty if it is valid. */
    Optional<String> scheduleIssue() {
        var text = text("schedule");
        if (text.isBlank()) {
            return Optional.of(path("schedule") + " is not set.");
        }
        return schedule().isPresent()
                ? Optional.empty()
                : Optional.of("%s is not a valid cron expression: '%s'.".formatted(path("schedule"), text));
    }

    /** Returns the longest time between two scheduled backups; empty without a valid schedule. */
    Optional<Duration> interval(Instant now) {
        return schedule().flatMap(schedule -> schedule.longestGap(now));
    }

    /** Returns the time between the next scheduled backup and the nearest of another component; empty if one has no schedule. */
    Optional<Duration> scheduleGap(BackupSettings other, Instant now) {
        return schedule()
                .flatMap(schedule -> schedule.next(now))
                .flatMap(next -> other.schedule()
                        .flatMap(schedule -> Stream.of(schedule.last(next), schedule.next(next))
                                .flatMap(Optional::stream)
                                .map(near -> Duration.between(near, next).abs())
                                .min(Duration::compareTo)));
    }

    private Optional<CronSchedule> schedule() {
        try {
            return Optional.of(CronSchedule.parse(text("schedule"), ZoneOffset.UTC));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
