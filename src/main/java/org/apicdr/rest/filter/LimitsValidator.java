package org.apicdr.rest.filter;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.apicdr.core.ConfigValidator;

/** Rejects limits that would reject every request. */
@ApplicationScoped
class LimitsValidator implements ConfigValidator {

    private final LimitsConfig config;

    LimitsValidator(LimitsConfig config) {
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
            violations.add("apic-dr.limits.body-timeout: %s is too short for any body to arrive. Use for example 10s."
                    .formatted(config.bodyTimeout()));
        }
        return violations;
    }
}
