package org.apicdr.security;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/**
 * Access control of the API. Most members are text: SmallRye would end the start at a typed member with a wrong value,
 * and the operator would learn of the wrong values of other features only after correcting it. {@link AccessSettings}
 * parses them.
 */
@ConfigMapping(prefix = "apic-dr.access")
interface AccessConfig {

    /** Access control mode: {@code kubernetes} (bearer tokens, the default) or {@code none}. */
    @WithDefault("kubernetes")
    String mode();

    /** Accepted audiences of a token. Default {@code apic-dr}; if it is set and empty, those of the API server. */
    @WithDefault("apic-dr")
    Optional<List<String>> audiences();

    /** Time for which review results of the API server are cached. Default 10 seconds. */
    @WithDefault("10s")
    String cacheTime();

    /** Maximum number of cached token reviews, and of cached access reviews. Default 1000. */
    @WithDefault("1000")
    String cacheSize();

    /** Pages that require no token. */
    Open open();

    /** Whether mode {@code none} is allowed on an address that is not a loopback address. Default false. */
    @WithDefault("false")
    boolean listenOpenly();

    /** Host names of this service, in addition to loopback names and IP addresses. Used in mode {@code none}. */
    Optional<List<String>> hosts();

    /**
     * Pages without secrets, which probes, Prometheus and browsers request without a token. All are open by default.
     */
    interface Open {

        /** {@code /q/health} and its subpaths. */
        @WithDefault("true")
        String health();

        /** {@code /q/metrics}. */
        @WithDefault("true")
        String metrics();

        /** {@code /q/openapi} and Swagger UI. */
        @WithDefault("true")
        String openapi();
    }
}
