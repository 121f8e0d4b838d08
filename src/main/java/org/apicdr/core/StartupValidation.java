package org.apicdr.core;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;

/** Prevents the start with an invalid configuration, and names every invalid value. */
@ApplicationScoped
class StartupValidation {

    /** Before the scheduler of Quarkus, which starts at 0. */
    private static final int BEFORE_ALL_ELSE = -1;

    private final Instance<ConfigValidator> checks;

    StartupValidation(@Any Instance<ConfigValidator> checks) {
        this.checks = checks;
    }

    void check(@Observes @Priority(BEFORE_ALL_ELSE) StartupEvent event) {
        var violations = checks.stream()
                .flatMap(check -> check.violations().stream())
                .sorted()
                .toList();
        if (!violations.isEmpty()) {
            throw new ConfigurationException("The configuration is not valid:\n  " + String.join("\n  ", violations));
        }
    }
}
