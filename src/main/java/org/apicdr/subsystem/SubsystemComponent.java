package org.apicdr.subsystem;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * One resource of API Connect as returned by the API server. The paths follow the custom resource definitions of
 * releases 10.0.5, 10.0.8 and 12.1.
 *
 * @param kind {@code MANAGEMENT_CLUSTER}, {@code PORTAL_CLUSTER}, {@code DEV_PORTAL_CLUSTER}, {@code
 *     WM_API_GATEWAY_CLUSTER} or {@code API_CONNECT_CLUSTER}
 * @param resource the whole resource, including unknown fields
 */
public record SubsystemComponent(ResourceKind kind, ObjectNode resource) {

    private static final String ENDPOINT = "Endpoint";

    private static final Pattern STATE = Pattern.compile("([0-9]{1,9})/([0-9]{1,9})");

    /**
     * The condition message of a portal that is not ready while it upgrades its sites. The exporter of the vendor
     * relies on it, too.
     */
    private static final String SITE_UPGRADES = "Site Upgrades Executing";

    /** Conditions that indicate another fault. */
    private static final Set<String> FAULTS = Set.of("Failed", "Error");

    public boolean isManagement() {
        return kind == ResourceKind.MANAGEMENT_CLUSTER;
    }

    /**
     * Returns whether the resource has a site name, endpoints and a backup block, which tie a new installation to the
     * old backups.
     */
    public boolean hasBackups() {
        return kind == ResourceKind.MANAGEMENT_CLUSTER || kind == ResourceKind.PORTAL_CLUSTER;
    }

    /**
     * Returns whether the database is external ({@code spec.externalDB}): the operator of API Connect neither creates
     * nor backs it up.
     */
    public boolean hasExternalDatabase() {
        var external = resource.at("/spec/externalDB");
        return isManagement()
                && external.isObject()
                && !external.isEmpty()
                && external.path("enabled").asBoolean(true);
    }

    /** Returns kind, namespace and name, for example {@code ManagementCluster apic/management}. */
    public String title() {
        return "%s %s/%s".formatted(kind.kind(), namespace(), name());
    }

    /** Returns whether this is the APIConnectCluster that created a component and would recreate it. */
    public boolean owns(SubsystemComponent subsystemComponent) {
        if (!namespace().equals(subsystemComponent.namespace())) {
            return false;
        }
        for (var owner : subsystemComponent.resource().at("/metadata/ownerReferences")) {
            if (owner.path("uid").asText().equals(uid())
                    && kind.kind().equals(owner.path("kind").asText())) {
                return true;
            }
        }
        return false;
    }

    /** Returns the name of the owning APIConnectCluster. */
    public Optional<String> ownerName() {
        for (var owner : resource.at("/metadata/ownerReferences")) {
            if (owner.path("kind").asText().equals(ResourceKind.API_CONNECT_CLUSTER.kind())) {
                return Optional.of(owner.path("name").asText());
            }
        }
        return Optional.empty();
    }

    public String namespace() {
        return text("/metadata/namespace");
    }

    public String name() {
        return text("/metadata/name");
    }

    public String uid() {
        return text("/metadata/uid");
    }

    /** Returns the uid that survives a recovery: {@code spec.originalUID}, else the uid. */
    public String lineage() {
        var original = originalUid();
        return original.isEmpty() ? uid() : original;
    }

    public String originalUid() {
        return text("/spec/originalUID");
    }

    public String siteName() {
        return text("/spec/siteName");
    }

    /** Returns the reconciled version, such as {@code 10.0.5.7-7267}, else the requested one. */
    public String version() {
        var reconciled = text("/status/versions/reconciled");
        return reconciled.isEmpty() ? text("/spec/version") : reconciled;
    }

    public String resourceVersion() {
        return text("/metadata/resourceVersion");
    }

    /**
     * Returns whether the resource can be captured as it is: its phase is {@code Running}, or {@code Ready} for kinds
     * with that phase, and a state {@code n/m} has n of at least m. A portal that is not ready only because of site
     * upgrades counts as healthy, because these take hours. The phase of an APIConnectCluster is ignored, because it
     * includes subsystems that are not captured.
     */
    public boolean healthy() {
        if (kind == ResourceKind.API_CONNECT_CLUSTER) {
            return true;
        }
        if (!running()) {
            return upgradesSites();
        }
        var state = STATE.matcher(text("/status/state"));
        return !state.matches() || Long.parseLong(state.group(1)) >= Long.parseLong(state.group(2));
    }

    /** Returns whether the resource can be backed up: its phase is {@code Running} and its state {@code n/n}. */
    public boolean settled() {
        return running() && complete();
    }

    /**
     * Returns whether this is a portal whose only fault is that it upgrades its sites: phase {@code Pending}, state
     * {@code n/n}, and the corresponding message in its condition {@code Ready}.
     */
    public boolean upgradesSites() {
        return kind == ResourceKind.PORTAL_CLUSTER
                && text("/status/phase").equals("Pending")
                && complete()
                && notReadyForUpgradesAlone();
    }

    private boolean running() {
        var phase = text("/status/phase");
        return phase.equals("Running") || (phase.equals("Ready") && !hasBackups());
    }

    /** Returns whether the state is {@code n/n}: all expected pods run, and no others. */
    private boolean complete() {
        var state = STATE.matcher(text("/status/state"));
        if (!state.matches()) {
            return false;
        }
        long running = Long.parseLong(state.group(1));
        return running > 0 && running == Long.parseLong(state.group(2));
    }

    private boolean notReadyForUpgradesAlone() {
        boolean upgrades = false;
        for (var condition : resource.at("/status/conditions")) {
            var type = condition.path("type").asText();
            var status = condition.path("status").asText();
            if (FAULTS.contains(type) && status.equals("True")) {
                return false;
            }
            if (type.equals("Ready")) {
                if (!status.equals("False")
                        || !condition.path("message").asText().strip().equalsIgnoreCase(SITE_UPGRADES)) {
                    return false;
                }
                upgrades = true;
            }
        }
        return upgrades;
    }

    /**
     * Returns whether the resource reports that it is the passive one of a pair in two data centres. Only the active
     * one is backed up. A ManagementCluster and a PortalCluster of one data centre may have different roles.
     */
    public boolean passive() {
        var mode = haMode().toLowerCase(Locale.ROOT);
        return mode.contains("passive") || mode.contains("standby");
    }

    /** Describes the role of a passive resource. */
    public String passiveRole() {
        return "%s %s/%s is the passive one of a pair (haMode %s)"
                .formatted(kind.kind(), namespace(), name(), haMode());
    }

    private String haMode() {
        return text("/status/haMode");
    }

    /** Describes the health, for example {@code ManagementCluster apic/management is Pending, 14/16}. */
    public String health() {
        var phase = text("/status/phase");
        var state = text("/status/state");
        return "%s %s/%s is %s%s"
                .formatted(
                        kind.kind(),
                        namespace(),
                        name(),
                        phase.isEmpty() ? "without a phase" : phase,
                        state.isEmpty() ? "" : ", " + state);
    }

    /** Returns the backup settings: {@code databaseBackup} or {@code portalBackup}. */
    public JsonNode backup() {
        return resource.path("spec").path(isManagement() ? "databaseBackup" : "portalBackup");
    }

    private String text(String pointer) {
        return resource.at(pointer).asText();
    }

    /**
     * Returns every endpoint of the resource: the host names of each {@code spec.*Endpoint.hosts[].name}, including nested
     * ones, by endpoint, for example {@code apiManager} or {@code testAndMonitor.hub}.
     */
    SortedMap<String, List<String>> endpoints() {
        var hosts = new TreeMap<String, List<String>>();
        addEndpoints(hosts, "", resource.path("spec"));
        return hosts;
    }

    private static void addEndpoints(SortedMap<String, List<String>> hosts, String prefix, JsonNode node) {
        for (var field : node.properties()) {
            var key = field.getKey();
            if (key.endsWith(ENDPOINT) && field.getValue().path("hosts").isArray()) {
                addHosts(hosts, prefix + key.substring(0, key.length() - ENDPOINT.length()), field.getValue());
            } else {
                addEndpoints(hosts, prefix + key + ".", field.getValue());
            }
        }
        if (node.isArray()) {
            node.forEach(element -> addEndpoints(hosts, prefix, element));
        }
    }

    private static void addHosts(SortedMap<String, List<String>> hosts, String endpoint, JsonNode value) {
        for (var host : value.path("hosts")) {
            if (host.path("name").isTextual()) {
                hosts.computeIfAbsent(endpoint, name -> new ArrayList<>())
                        .add(host.path("name").textValue());
            }
        }
    }
}
