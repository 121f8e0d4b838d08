package org.apicdr.rest.filter;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apicdr.core.ConfigValidator;

/** Limits on concurrent and slow requests. Limits on the size of a request are fixed. */
@ConfigMapping(prefix = "apic-dr.limits")
interface LimitsConfig {

    /**
     * Maximum number of concurrent requests of callers whose token was accepted before. Requests for health, metrics and the
     * API document, and those with unknown tokens, have limits of their own. Further requests get 429. Default 64.
     */
    @WithDefault("64")
    int concurrentRequests();

    /** Time in which the body of a request must arrive. Default 10 seconds. */
    @WithDefault("10s")
    Duration bodyTimeout();

    /** Rejects limits that would reject every request. */
    @ApplicationScoped
    class Validator implements ConfigValidator {

        private final LimitsConfig config;

        Validator(LimitsConfig config) {
            this.config = config;
        }

        @Override
        public List<String> violations() {
            var violations = new ArrayList<String>();
            if (config.concurrentRequests() < 1) {
                violations.add("apic-dr.limits.concurrent-requests: %d would reject every request. Use 1 or more."
                        .formatted(config.concurrentRequests()));
            }
            if (config.bodyTimeout().toMillis() < 1) {
                violations.add(
                        "apic-dr.limits.body-timeout: %s is too short for any body to arrive. Use for example 10s."
                                .formatted(config.bodyTimeout()));
            }
            return violations;
        }
    }
}
