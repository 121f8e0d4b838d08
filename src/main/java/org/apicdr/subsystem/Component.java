package org.apicdr.subsystem;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Pattern;

/**
 * One ManagementCluster or PortalCluster as the API server gave it. Where things live:
 * the custom resource definitions of releases 10.0.5, 10.0.8 and 12.1.
 *
 * @param kind {@code MANAGEMENT_CLUSTER} or {@code PORTAL_CLUSTER}
 * @param resource the whole resource, unknown fields included
 */
public record Component(ResourceKind kind, ObjectNode resource) {

    private static final Pattern STATE = Pattern.compile("([0-9]{1,9})/([0-9]{1,9})");

    public boolean isManagement() {
        return kind == ResourceKind.MANAGEMENT_CLUSTER;
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

    /** Whether the operator says that it runs: phase {@code Running}, and of {@code n/m} in its state all m. */
    public boolean healthy() {
        if (!text("/status/phase").equals("Running")) {
            return false;
        }
        var state = STATE.matcher(text("/status/state"));
        return !state.matches() || Long.parseLong(state.group(1)) >= Long.parseLong(state.group(2));
    }

    /** Whether it is healthy, and its state says {@code n/n}: all of it runs, and nothing that should not. */
    public boolean settled() {
        var state = STATE.matcher(text("/status/state"));
        if (!healthy() || !state.matches()) {
            return false;
        }
        long running = Long.parseLong(state.group(1));
        return running > 0 && running == Long.parseLong(state.group(2));
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
