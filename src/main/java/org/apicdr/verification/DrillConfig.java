package org.apicdr.verification;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;
import org.apicdr.core.CronSchedule;

/** The namespace and the schedule of drills. */
@ConfigMapping(prefix = "apic-dr.drill")
public interface DrillConfig {

    /** The namespace for drills and for the level {@code restorable}. No subsystem or portal may be in it. */
    Optional<String> namespace();

    /** Five cron fields as in crontab(5), or six with seconds first, or {@code off}; in {@code apic-dr.capture.time-zone}. */
    @WithDefault("off")
    String schedule();

    /**
     * Returns the schedule, or nothing if it is off.
     *
     * @throws IllegalArgumentException if the schedule is invalid
     */
    default Optional<CronSchedule> parsedSchedule(ZoneId zone) {
        var schedule = schedule().strip();
        return schedule.equals("off") ? Optional.empty() : Optional.of(CronSchedule.parse(schedule, zone));
    }

    /** The age above which the last successful drill is too old; default twice the interval of the schedule. */
    Optional<Duration> maxAge();
}
