package org.apicdr.subsystem;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apicdr.core.ConfigValidator;

/** What the operator said of this installation: its name, and where its subsystems and portals are. */
@ApplicationScoped
public class Installation implements ConfigValidator, WatchedNamespaces {

    /** What a site and a siteName look like. */
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

    /** The name that the operator gave this installation. */
    public String site() {
        return config.site().orElseThrow();
    }

    /** The namespaces to look for subsystems in. */
    @Override
    public List<String> namespaces() {
        return config.namespaces().orElseGet(() -> List.of(reader.defaultNamespace()));
    }

    /** Whether the operator said that there is no Developer Portal. */
    public boolean declaresNoPortal() {
        return config.portals().filter(List.of(NO_PORTALS)::equals).isPresent();
    }

    /** The namespaces to look for portals in. */
    Set<String> portalNamespaces() {
        var portals = config.portals().orElseGet(this::namespaces);
        var namespaces = new LinkedHashSet<String>();
        portals.stream()
                .filter(portal -> !portal.equals(NO_PORTALS))
                .map(portal -> portal.split("/", 2)[0])
                .forEach(namespaces::add);
        return namespaces;
    }

    /** The namespaces of subsystems and of portals. */
    Set<String> allNamespaces() {
        var namespaces = new LinkedHashSet<>(namespaces());
        namespaces.addAll(portalNamespaces());
        return namespaces;
    }

    /**
     * Whether a DevPortalCluster or WMAPIGatewayCluster belongs to a subsystem: each of its own namespace, and each that is visible
     * while there is one subsystem only. {@code apic-dr.portals} may name PortalClusters alone, or none, and leaves none of these out.
     */
    static boolean belongsToo(SubsystemComponent other, SubsystemComponent management, boolean onlySubsystem) {
        return onlySubsystem || other.namespace().equals(management.namespace());
    }

    /**
     * Whether a portal belongs to a subsystem: as configured; else each that is visible while there is one subsystem
     * only, and those of its own namespace while there are more.
     */
    boolean belongs(SubsystemComponent portal, SubsystemComponent management, boolean onlySubsystem) {
        return config.portals()
                .map(portals -> portals.contains(portal.namespace())
                        || portals.contains(portal.namespace() + "/" + portal.name()))
                .orElseGet(() -> onlySubsystem || portal.namespace().equals(management.namespace()));
    }

    /** The configured portals that are not among those found. */
    List<String> absent(List<SubsystemComponent> found) {
        return config.portals().orElse(List.of()).stream()
                .filter(portal -> portal.contains("/"))
                .filter(portal -> found.stream().noneMatch(seen -> portal.equals(seen.namespace() + "/" + seen.name())))
                .toList();
    }

    @Override
    public List<String> violations() {
        var complaints = new ArrayList<String>();
        if (config.site().filter(Installation::isSite).isEmpty()) {
            complaints.add("apic-dr.site: the name of this installation, 1 to 63 letters, digits and hyphens,"
                    + " for example prod-dc1");
        }
        config.namespaces().orElse(List.of()).stream()
                .filter(namespace -> !SubsystemRef.isNamespace(namespace))
                .map(
                        "apic-dr.namespaces: '%s' is no namespace; give Kubernetes namespaces, separated by commas"
                                ::formatted)
                .forEach(complaints::add);
        config.portals().orElse(List.of()).stream()
                .filter(portal -> !isPortal(portal))
                .map("apic-dr.portals: '%s' is no portal; give namespace or namespace/name, or none"::formatted)
                .forEach(complaints::add);
        return complaints;
    }

    private static boolean isPortal(String value) {
        var parts = value.split("/", 2);
        return SubsystemRef.isNamespace(parts[0]) && (parts.length == 1 || SubsystemRef.isName(parts[1]));
    }
}
