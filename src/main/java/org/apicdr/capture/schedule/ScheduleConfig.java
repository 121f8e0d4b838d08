package org.apicdr.capture.schedule;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** When the service captures automatically. */
@ConfigMapping(prefix = "apic-dr.capture")
interface ScheduleConfig {

    /** Five cron fields as in crontab(5), or six with seconds first (Sunday is 0 or 7), or {@code off}. */
    @WithDefault("0 3 * * *")
    String schedule();

    /** The time zone of the schedule: an IANA name such as {@code Europe/Berlin}. */
    @WithDefault("UTC")
    String timeZone();

    /** Whether a subsystem without an authentic bundle is captured at the start. */
    @WithDefault("true")
    boolean onStart();

    /**
     * Name of the Lease by which one of several replicas becomes the leader. Without a name, this process always
     * leads.
     */
    Optional<String> lease();

    /** Time for which the lease is valid after each renewal. If the leader dies, another replica takes over soon after it. */
    @WithDefault("30s")
    Duration leaseDuration();
}
