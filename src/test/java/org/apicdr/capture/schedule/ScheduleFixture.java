package org.apicdr.capture.schedule;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;

/** Makes schedules for tests. */
final class ScheduleFixture {

    private ScheduleFixture() {}

    /** Configured by properties, named without {@code apic-dr.capture.} */
    static ScheduleConfig config(Map<String, String> properties) {
        var builder = new SmallRyeConfigBuilder().addDiscoveredConverters().withMapping(ScheduleConfig.class);
        properties.forEach((name, value) -> builder.withDefaultValue("apic-dr.capture." + name, value));
        return builder.build().getConfigMapping(ScheduleConfig.class);
    }
}
