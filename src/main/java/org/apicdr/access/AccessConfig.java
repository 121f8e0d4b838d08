package org.apicdr.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/** Who may call the API. */
@ConfigMapping(prefix = "apic-dr.access")
interface AccessConfig {

    /** {@code kubernetes} (bearer tokens) or {@code none}. */
    @WithDefault("kubernetes")
    String mode();

    /** Whether {@code none} may be used on an address that others can reach. */
    @WithDefault("false")
    boolean listenOpenly();

    /** Names, besides loopback names and IP addresses, by which callers reach this service; for mode {@code none}. */
    Optional<List<String>> hosts();
}
