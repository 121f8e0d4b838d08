package org.apicdr.verification;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** Where the service tries out whether an API server accepts what a bundle holds. */
@ConfigMapping(prefix = "apic-dr.drill")
public interface DrillConfig {

    /** The namespace for dry runs of the level {@code restorable}. No subsystem or portal may be in it. */
    Optional<String> namespace();
}
