package org.apicdr.capture.schedule;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apicdr.core.ConfigValidator;
import org.apicdr.core.CronSchedule;
import org.apicdr.subsystem.SubsystemRef;

/** Validates the schedule, its time zone and the lease. */
@ApplicationScoped
class ScheduleConfigValidator implements ConfigValidator {

    private static final String OFF = "off";

    /** The lease is renewed once a second at most, so a shorter duration could expire at any delay. */
    private static final Duration SHORTEST = Duration.ofSeconds(5);

    private static final Duration LONGEST = Duration.ofHours(1);

    private final ScheduleConfig config;

    ScheduleConfigValidator(ScheduleConfig config) {
        this.config = config;
    }

    /**
     * Returns the configured schedule, or nothing if it is off.
     *
     * @throws IllegalArgumentException if the schedule is invalid
     */
    static Optional<CronSchedule> schedule(ScheduleConfig config, ZoneId zone) {
        var schedule = config.schedule().strip();
        return schedule.equals(OFF) ? Optional.empty() : Optional.of(CronSchedule.parse(schedule, zone));
    }

    @Override
    public List<String> violations() {
        return Stream.of(schedule(), timeZone(), lease(), leaseDuration())
                .flatMap(Function.identity())
                .toList();
    }

    private Stream<String> schedule() {
        try {
            schedule(config, ZoneOffset.UTC);
            return Stream.of();
        } catch (IllegalArgumentException e) {
            return Stream.of(("apic-dr.capture.schedule: '%s' is not a schedule (%s). Use five cron fields such as"
                            + " 0 3 * * *, six with seconds first, or off.")
                    .formatted(config.schedule(), e.getMessage()));
        }
    }

    private Stream<String> timeZone() {
        try {
            ZoneId.of(config.timeZone());
            return Stream.of();
        } catch (DateTimeException e) {
            return Stream.of(
                    "apic-dr.capture.time-zone: '%s' is not a time zone. Use a name such as UTC or Europe/Berlin."
                            .formatted(config.timeZone()));
        }
    }

    private Stream<String> lease() {
        return config.lease().filter(name -> !SubsystemRef.isName(name)).stream()
                .map(
                        ("apic-dr.capture.lease: '%s' is not a valid name of a Lease. Use lower-case letters, digits, hyphens and"
                                        + " dots, such as apic-dr-captures.")::formatted);
    }

    private Stream<String> leaseDuration() {
        var duration = config.leaseDuration();
        boolean fits = duration.compareTo(SHORTEST) >= 0 && duration.compareTo(LONGEST) <= 0;
        return fits
                ? Stream.of()
                : Stream.of("apic-dr.capture.lease-duration: %s is not between 5s and 1h. The default is 30s."
                        .formatted(duration));
    }
}
