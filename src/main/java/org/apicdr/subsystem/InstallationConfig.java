package org.apicdr.subsystem;

import io.smallrye.config.ConfigMapping;
import java.util.List;
import java.util.Optional;

/** Which installation this service keeps recoverable. */
@ConfigMapping(prefix = "apic-dr")
interface InstallationConfig {

    /** The name of this installation, which tells its bundles from those of others on one store. */
    Optional<String> site();

    /** Namespaces to look for subsystems in; default the pod's, else the kubeconfig context's, else {@code default}. */
    Optional<List<String>> namespaces();

    /** Developer Portals as {@code namespace[/name]}, or {@code none}; default every portal in the namespaces. */
    Optional<List<String>> portals();
}
