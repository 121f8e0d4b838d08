package org.apicdr.subsystem;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apicdr.core.ConfigValidator;

/** The configured installation: its name, and where its subsystems and portals are. */
@ApplicationScoped
public class Installation implements ConfigValidator {

    /** The valid form of a site and of a siteName. */
    public static final String SITE_PATTERN = "[A-Za-z0-9][A-Za-z0-9-]{0,62}";

    private static final Pattern SITE = Pattern.compile(SITE_PATTERN);

    private static final String NO_PORTALS = "none";

    private final InstallationConfig config;
    private final SubsystemReader reader;

    Installation(InstallationConfig config, SubsystemReader reader) {
        this.config = config;
        this.reader = reader;
    }

    static boolean isSite(String value) {
        return SITE.matcher(value).matches();
    }

    /** Returns the configured name of this installation. */
    public String site() {
        return config.site().orElseThrow();
    }

    /** Returns the namespaces to search for subsystems. */
    public List<String> namespaces() {
        return config.namespaces().orElseGet(() -> List.of(reader.defaultNamespace()));
    }

    /** Returns whether the configuration states that there is no Developer Portal. */
    public boolean declaresNoPortal() {
        return config.portals().filter(List.of(NO_PORTALS)::equals).isPresent();
    }

    /** Returns the namespaces to search for portals. */
    Set<String> portalNamespaces() {
        var portals = config.portals().orElseGet(this::namespaces);
        var namespaces = new LinkedHashSet<String>();
        portals.stream()
                .filter(portal -> !portal.equals(NO_PORTALS))
                .map(portal -> portal.split("/", 2)[0])
                .forEach(namespaces::add);
        return namespaces;
    }

    /** Returns the namespaces of subsystems and of portals. */
    public Set<String> allNamespaces() {
        var namespaces = new LinkedHashSet<>(namespaces());
        namespaces.addAll(portalNamespaces());
        return namespaces;
    }

    /**
     * Returns whether a DevPortalCluster or WMAPIGatewayCluster belongs to a subsystem. If there is only one
     * subsystem, every visible resource belongs to it; otherwise those in its namespace. {@code apic-dr.portals}
     * applies to PortalClusters only.
     */
    static boolean belongsToo(SubsystemComponent other, SubsystemComponent management, boolean onlySubsystem) {
        return onlySubsystem || other.namespace().equals(management.namespace());
    }

    /**
     * Returns whether a portal belongs to a subsystem, as configured. Without a configuration, every visible portal
     * belongs to the only subsystem; if there are more, those in its namespace.
     */
    boolean belongs(SubsystemComponent portal, SubsystemComponent management, boolean onlySubsystem) {
        return config.portals()
                .map(portals -> portals.contains(portal.namespace())
                        || portals.contains(portal.namespace() + "/" + portal.name()))
                .orElseGet(() -> onlySubsystem || portal.namespace().equals(management.namespace()));
    }

    /** Returns the configured portals that were not found. */
    List<String> absent(List<SubsystemComponent> found) {
        return config.portals().orElse(List.of()).stream()
                .filter(portal -> portal.contains("/"))
                .filter(portal -> found.stream()
                        .noneMatch(component -> portal.equals(component.namespace() + "/" + component.name())))
                .toList();
    }

    @Override
    public List<String> violations() {
        var violations = new ArrayList<String>();
        if (config.site().filter(Installation::isSite).isEmpty()) {
            violations.add("apic-dr.site: must be the name of this installation, 1 to 63 letters, digits and hyphens,"
                    + " for example prod-dc1.");
        }
        config.namespaces().orElse(List.of()).stream()
                .filter(namespace -> !SubsystemRef.isNamespace(namespace))
                .map(
                        "apic-dr.namespaces: '%s' is not a namespace. Use Kubernetes namespaces, separated by commas."
                                ::formatted)
                .forEach(violations::add);
        config.portals().orElse(List.of()).stream()
                .filter(portal -> !isPortal(portal))
                .map("apic-dr.portals: '%s' is not a portal. Use namespace or namespace/name, or none."::formatted)
                .forEach(violations::add);
        return violations;
    }

    private static boolean isPortal(String value) {
        var parts = value.split("/", 2);
        return SubsystemRef.isNamespace(parts[0]) && (parts.length == 1 || SubsystemRef.isName(parts[1]));
    }
}
