package org.apicdr.subsystem;

import io.smallrye.config.ConfigMapping;
import java.util.List;
import java.util.Optional;

/** The installation that this service protects. */
@ConfigMapping(prefix = "apic-dr")
interface InstallationConfig {

    /** The name of this installation. It separates its bundles from those of other installations on the same store. */
    Optional<String> site();

    /**
     * Namespaces to search for subsystems. Default: that of the pod, else of the kubeconfig context, else {@code
     * default}.
     */
    Optional<List<String>> namespaces();

    /** Developer Portals as {@code namespace[/name]}, or {@code none}. Default: every portal in the namespaces. */
    Optional<List<String>> portals();
}
