package org.apicdr.security;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/** Who may call the API. Much of it is text, because {@link AccessSettings} says in its own words what is wrong with it. */
@ConfigMapping(prefix = "apic-dr.access")
public interface AccessConfig {

    /** {@code kubernetes} (bearer tokens) or {@code none}. */
    @WithDefault("kubernetes")
    String mode();

    /** Audiences of which a token must be meant for one; where there are none, the API server's own. */
    Optional<List<String>> audiences();

    /** The time that an answer of the API server may be used again. */
    @WithDefault("10s")
    String cacheTime();

    /** How many tokens, and how many answers on what callers may do, are remembered at most. */
    @WithDefault("1000")
    String cacheSize();

    /** What is shown without a token. */
    Open open();

    /** Whether {@code none} may be used on an address that others can reach. */
    @WithDefault("false")
    boolean listenOpenly();

    /** Names, besides loopback names and IP addresses, by which callers reach this service; for mode {@code none}. */
    Optional<List<String>> hosts();

    /** Pages that hold no secret, and that probes, Prometheus and browsers ask for without a token. */
    interface Open {

        /** {@code /q/health} and all below it. */
        @WithDefault("true")
        String health();

        /** {@code /q/metrics}. */
        @WithDefault("true")
        String metrics();

        /** {@code /q/openapi}, and Swagger UI, which shows it. */
        @WithDefault("true")
        String openapi();
    }
}
