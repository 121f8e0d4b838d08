package org.apicdr.core;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;

/** Refuses to start on a wrong configuration, naming every wrong value. */
@ApplicationScoped
class StartupValidation {

    /** Quarkus starts its scheduler at 0. */
    private static final int BEFORE_ALL_ELSE = -1;

    private final Instance<ConfigValidator> checks;

    StartupValidation(@Any Instance<ConfigValidator> checks) {
        this.checks = checks;
    }

    void check(@Observes @Priority(BEFORE_ALL_ELSE) StartupEvent event) {
        var complaints = checks.stream()
                .flatMap(check -> check.violations().stream())
                .sorted()
                .toList();
        if (!complaints.isEmpty()) {
            throw new ConfigurationException(
                    "The configuration is not complete:\n  " + String.join("\n  ", complaints));
        }
    }
}
