package org.apicdr.verification;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.apicdr.core.ConfigValidator;
import org.apicdr.subsystem.Installation;
import org.apicdr.subsystem.SubsystemRef;

/** Rejects a drill namespace in which a subsystem may be. */
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
        return namespace().stream().toList();
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
}
