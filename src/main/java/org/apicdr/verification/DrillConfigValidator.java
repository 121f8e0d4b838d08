package org.apicdr.verification;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apicdr.core.ConfigValidator;
import org.apicdr.subsystem.Installation;
import org.apicdr.subsystem.SubsystemRef;

/** Rejects a drill namespace in which a subsystem may be, and a schedule without a namespace. */
@ApplicationScoped
class DrillConfigValidator implements ConfigValidator {

    private final DrillConfig config;
    private final Installation installation;

    DrillConfigValidator(DrillConfig config, Installation installation) {
        this.config = config;
        this.installation = installation;
    }

    @Override
    public List<String> violations() {
        var violations = new ArrayList<String>();
        namespace().ifPresent(violations::add);
        schedule().ifPresent(violations::add);
        config.maxAge()
                .filter(age -> age.compareTo(Duration.ZERO) <= 0)
                .map("apic-dr.drill.max-age: %s is not a valid age. Use for example 8d."::formatted)
                .ifPresent(violations::add);
        return violations;
    }

    private Optional<String> namespace() {
        return config.namespace().flatMap(namespace -> {
            if (!SubsystemRef.isNamespace(namespace)) {
                return Optional.of("apic-dr.drill.namespace: '%s' is not a namespace. Use one that is for drills alone."
                        .formatted(namespace));
            }
            return installation.allNamespaces().contains(namespace)
                    ? Optional.of(("apic-dr.drill.namespace: %s is one of the namespaces of subsystems and portals."
                                    + " Use one that is for drills alone.")
                            .formatted(namespace))
                    : Optional.empty();
        });
    }

    private Optional<String> schedule() {
        try {
            if (config.parsedSchedule(ZoneOffset.UTC).isEmpty()) {
                return Optional.empty();
            }
        } catch (IllegalArgumentException e) {
            return Optional.of(("apic-dr.drill.schedule: '%s' is not a schedule (%s). Use five cron fields such as"
                            + " 0 4 * * 0, six with seconds first, or off.")
                    .formatted(config.schedule(), e.getMessage()));
        }
        return config.namespace().isPresent()
                ? Optional.empty()
                : Optional.of("apic-dr.drill.schedule: needs apic-dr.drill.namespace. Set both, or neither.");
    }
}
