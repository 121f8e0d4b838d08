package org.apicdr.rest.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class LimitsConfigTest {

    @Test
    void has_nothing_against_limits_that_let_somebody_in() {
        assertThat(complaints(1, Duration.ofMillis(1))).isEmpty();
    }

    @Test
    void refuses_limits_that_let_nobody_in() {
        assertThat(complaints(0, Duration.ZERO))
                .satisfiesExactly(
                        requests -> assertThat(requests).startsWith("apic-dr.limits.concurrent-requests: 0 "),
                        time -> assertThat(time).startsWith("apic-dr.limits.body-timeout: PT0S "));
    }

    private static List<String> complaints(int requests, Duration time) {
        return new LimitsConfig.Validator(new LimitsConfig() {
                    @Override
                    public int concurrentRequests() {
                        return requests;
                    }

                    @Override
                    public Duration bodyTimeout() {
                        return time;
                    }
                })
                .violations();
    }
}
