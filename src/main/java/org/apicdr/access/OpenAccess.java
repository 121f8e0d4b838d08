package org.apicdr.access;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.apicdr.configuration.ConfigurationCheck;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Whoever reaches the service may call it: only where that is this machine alone, or where the operator says so. */
@ApplicationScoped
class OpenAccess implements ConfigurationCheck {

    private static final String NONE = "none";

    private final AccessConfig config;
    private final String listenOn;

    OpenAccess(AccessConfig config, @ConfigProperty(name = "quarkus.http.host") String listenOn) {
        this.config = config;
        this.listenOn = listenOn;
    }

    @Override
    public List<String> complaints() {
        if (!config.mode().equals(NONE)) {
            return List.of("apic-dr.access.mode: '%s' is not available yet; set it to none, and keep quarkus.http.host"
                            .formatted(config.mode())
                    + " on a loopback address such as 127.0.0.1");
        }
        if (!Loopback.isLoopback(listenOn) && !config.listenOpenly()) {
            return List.of("apic-dr.access.listen-openly: with apic-dr.access.mode=none everybody who reaches %s may"
                            .formatted(listenOn)
                    + " capture and download; set quarkus.http.host to 127.0.0.1, or this to true");
        }
        return List.of();
    }
}
