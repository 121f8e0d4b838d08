package org.apicdr.capture.schedule;

import java.util.Map;
import org.apicdr.testsupport.TestConfig;

/** Makes schedules for tests. */
final class ScheduleFixture {

    private ScheduleFixture() {}

    /** Configured by properties, named without {@code apic-dr.capture.} */
    static ScheduleConfig config(Map<String, String> properties) {
        return TestConfig.mapping(ScheduleConfig.class, "apic-dr.capture.", properties);
    }
}
