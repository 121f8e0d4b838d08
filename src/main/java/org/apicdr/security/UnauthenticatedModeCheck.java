package org.apicdr.security;

import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import org.apicdr.core.ConfigValidator;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Allows mode {@code none} only on a loopback address, or if the operator sets {@code listen-openly}. */
@ApplicationScoped
class UnauthenticatedModeCheck implements ConfigValidator {

    private final AccessSettings settings;
    private final AccessConfig config;
    private final String httpHost;

    UnauthenticatedModeCheck(
            AccessSettings settings, AccessConfig config, @ConfigProperty(name = "quarkus.http.host") String httpHost) {
        this.settings = settings;
        this.config = config;
        this.httpHost = httpHost;
    }

    @Override
    public List<String> violations() {
        if (settings.asksForTokens() || LoopbackAddresses.isLoopback(httpHost) || config.listenOpenly()) {
            return List.of();
        }
        return List.of("apic-dr.access.listen-openly: with apic-dr.access.mode=none, any client that reaches %s may"
                        .formatted(httpHost)
                + " capture, download and delete. Set quarkus.http.host to 127.0.0.1, or this property to true.");
    }

    void warn(@Observes StartupEvent event) {
        if (!settings.asksForTokens()) {
            Log.warnf(
                    "apic-dr.access.mode=none: no token is required, so any client that reaches %s may capture, download"
                            + " and delete.",
                    httpHost);
        }
    }
}
