package org.apicdr.capture.schedule;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** When the service captures by itself. */
@ConfigMapping(prefix = "apic-dr.capture")
interface ScheduleConfig {

    /** Five cron fields as in crontab(5), or six with seconds first (Sunday is 0 or 7), or {@code off}. */
    @WithDefault("0 3 * * *")
    String schedule();

    /** The zone in which the schedule is meant: an IANA name such as {@code Europe/Berlin}. */
    @WithDefault("UTC")
    String timeZone();

    /** Whether a subsystem that has no authentic bundle is captured at once. */
    @WithDefault("true")
    boolean onStart();

    /** Name of the Lease by which one of several replicas captures by itself; where there is none, this one does. */
    Optional<String> lease();

    /** How long the lease stands after each renewal: the longest time without anybody to capture. */
    @WithDefault("30s")
    Duration leaseDuration();
}
