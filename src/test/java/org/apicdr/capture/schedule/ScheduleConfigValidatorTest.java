package org.apicdr.capture.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class ScheduleConfigValidatorTest {

    @Test
    void says_what_each_wrong_value_should_be() {
        var complaints = complaints(Map.of("schedule", "every night", "time-zone", "Mars/Olympus"));

        assertThat(complaints).hasSize(2);
        assertThat(complaints.get(0))
                .startsWith("apic-dr.capture.schedule: 'every night' is not a schedule")
                .endsWith("Use five cron fields such as 0 3 * * *, six with seconds first, or off.");
        assertThat(complaints.get(1))
                .isEqualTo("apic-dr.capture.time-zone: 'Mars/Olympus' is not a time zone. Use a name such as UTC or"
                        + " Europe/Berlin.");
    }

    @Test
    void refuses_a_lease_that_could_not_be_held() {
        var complaints = complaints(Map.of("lease", "My Lease", "lease-duration", "2s"));

        assertThat(complaints)
                .containsExactly(
                        "apic-dr.capture.lease: 'My Lease' is not a valid name of a Lease. Use lower-case letters, digits,"
                                + " hyphens and dots, such as apic-dr-captures.",
                        "apic-dr.capture.lease-duration: PT2S is not between 5s and 1h. The default is 30s.");
        assertThat(complaints(Map.of("lease-duration", "2h"))).hasSize(1);
        assertThat(complaints(Map.of("lease", "apic-dr-captures", "lease-duration", "5s")))
                .isEmpty();
    }

    @Test
    void is_content_with_the_defaults_and_with_off() {
        assertThat(complaints(Map.of())).isEmpty();
        assertThat(complaints(Map.of("schedule", "off", "time-zone", "Europe/Berlin")))
                .isEmpty();
    }

    private static List<String> complaints(Map<String, String> properties) {
        return new ScheduleConfigValidator(ScheduleFixture.config(properties)).violations();
    }
}
