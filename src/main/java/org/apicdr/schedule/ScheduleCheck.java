package org.apicdr.schedule;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.apicdr.configuration.ConfigurationCheck;

/** Refuses a schedule that nobody can keep. */
@ApplicationScoped
class ScheduleCheck implements ConfigurationCheck {

    private final ScheduleConfig config;

    ScheduleCheck(ScheduleConfig config) {
        this.config = config;
    }

    @Override
    public List<String> complaints() {
        return Stream.concat(schedule(), timeZone()).toList();
    }

    private Stream<String> schedule() {
        try {
            if (!Timetable.isOff(config.schedule())) {
                Timetable.parse(config.schedule(), ZoneOffset.UTC);
            }
            return Stream.of();
        } catch (IllegalArgumentException e) {
            return Stream.of(("apic-dr.capture.schedule: '%s' is no schedule (%s); give five cron fields such as"
                            + " 0 3 * * *, six with seconds first, or off")
                    .formatted(config.schedule(), e.getMessage()));
        }
    }

    private Stream<String> timeZone() {
        try {
            ZoneId.of(config.timeZone());
            return Stream.of();
        } catch (DateTimeException e) {
            return Stream.of("apic-dr.capture.time-zone: '%s' is no time zone; give a name such as UTC or Europe/Berlin"
                    .formatted(config.timeZone()));
        }
    }
}
