package org.apicdr.subsystem;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One resource of API Connect as the API server gave it. Where things live: the custom resource definitions of releases 10.0.5,
 * 10.0.8 and 12.1.
 *
 * @param kind {@code MANAGEMENT_CLUSTER}, {@code PORTAL_CLUSTER}, {@code DEV_PORTAL_CLUSTER}, {@code WM_API_GATEWAY_CLUSTER} or
 *     {@code API_CONNECT_CLUSTER}
 * @param resource the whole resource, unknown fields included
 */
public record SubsystemComponent(ResourceKind kind, ObjectNode resource) {

    private static final Pattern STATE = Pattern.compile("([0-9]{1,9})/([0-9]{1,9})");

    /** The message of a portal that is not ready while it upgrades its sites; the vendor's own exporter goes by it. */
    private static final String SITE_UPGRADES = "Site Upgrades Executing";

    /** Conditions that speak of another fault. */
    private static final Set<String> FAULTS = Set.of("Failed", "Error");

    public boolean isManagement() {
        return kind == ResourceKind.MANAGEMENT_CLUSTER;
    }

    /** Whether it has a site name, endpoints and a backup block, by which a new installation is tied to the old backups. */
    public boolean hasBackups() {
        return kind == ResourceKind.MANAGEMENT_CLUSTER || kind == ResourceKind.PORTAL_CLUSTER;
    }

    /** Whether the database is one that API Connect's operator neither makes nor backs up ({@code spec.externalDB}). */
    public boolean hasExternalDatabase() {
        var external = resource.at("/spec/externalDB");
        return isManagement()
                && external.isObject()
                && !external.isEmpty()
                && external.path("enabled").asBoolean(true);
    }

    /** Kind, namespace and name, for example {@code ManagementCluster apic/management}. */
    public String title() {
        return "%s %s/%s".formatted(kind.kind(), namespace(), name());
    }

    /** Whether it is the APIConnectCluster that made a component and would make it again. */
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

    /** The name of the APIConnectCluster that owns it. */
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

    /** What stays the same through a recovery. */
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

    /** The version in force, such as {@code 10.0.5.7-7267}, else the one asked for. */
    public String version() {
        var reconciled = text("/status/versions/reconciled");
        return reconciled.isEmpty() ? text("/spec/version") : reconciled;
    }

    public String resourceVersion() {
        return text("/metadata/resourceVersion");
    }

    /**
     * Whether it can be captured as it is: phase {@code Running}, or {@code Ready} of the kinds that say so, and of {@code n/m} in its
     * state all m. A portal that is not ready only because it upgrades its sites counts as healthy, too: that takes hours. An
     * APIConnectCluster sums up subsystems that are not captured, so its own phase decides nothing.
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

    /** Whether a backup can be taken of it: phase {@code Running}, and its state says {@code n/n}. */
    public boolean settled() {
        return running() && complete();
    }

    /**
     * Whether it is a portal whose only fault is that it upgrades its sites: phase {@code Pending}, state {@code n/n}, and
     * that as the message of its condition {@code Ready}.
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

    /** Whether its state says {@code n/n}: all of it runs, and nothing that should not. */
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
     * Whether it is the passive one of a pair in two data centres, as it says itself: the other one is backed up. A
     * ManagementCluster and a PortalCluster of one data centre may have different roles.
     */
    public boolean passive() {
        var mode = haMode().toLowerCase(Locale.ROOT);
        return mode.contains("passive") || mode.contains("standby");
    }

    /** What a passive one is, in a few words. */
    public String passiveRole() {
        return "%s %s/%s is the passive one of a pair (haMode %s)"
                .formatted(kind.kind(), namespace(), name(), haMode());
    }

    private String haMode() {
        return text("/status/haMode");
    }

    /** Its health in a few words, for example {@code ManagementCluster apic/management is Pending, 14/16}. */
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

    /** The block that says where its backups go: {@code databaseBackup} or {@code portalBackup}. */
    public JsonNode backup() {
        return resource.path("spec").path(isManagement() ? "databaseBackup" : "portalBackup");
    }

    private String text(String pointer) {
        return resource.at(pointer).asText();
    }
}
