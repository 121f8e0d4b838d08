package org.apicdr.subsystem;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The resources that the API server returned at one time.
 *
 * @param resources the resources of all namespaces, by kind; a kind that is not installed is absent
 * @param warnings optional resources that could not be read
 */
record ClusterResources(Map<ResourceKind, List<ObjectNode>> resources, List<String> warnings) {

    ClusterResources {
        resources = Map.copyOf(resources);
        warnings = List.copyOf(warnings);
    }

    boolean installed(ResourceKind kind) {
        return resources.containsKey(kind);
    }

    List<ObjectNode> of(ResourceKind kind, String namespace) {
        return resources.getOrDefault(kind, List.of()).stream()
                .filter(resource -> resource.at("/metadata/namespace").asText().equals(namespace))
                .toList();
    }

    List<SubsystemComponent> components(ResourceKind kind) {
        return resources.getOrDefault(kind, List.of()).stream()
                .map(resource -> new SubsystemComponent(kind, resource))
                .toList();
    }

    Optional<SubsystemComponent> management(SubsystemRef ref) {
        return components(ResourceKind.MANAGEMENT_CLUSTER).stream()
                .filter(subsystemComponent -> subsystemComponent.namespace().equals(ref.namespace())
                        && subsystemComponent.name().equals(ref.cluster()))
                .findFirst();
    }

    /** Returns the backups of a portal. */
    List<ObjectNode> portalBackups(SubsystemComponent portal) {
        return of(ResourceKind.PORTAL_BACKUP, portal.namespace()).stream()
                .filter(backup -> text(backup, "/spec/portalCluster").equals(portal.name()))
                .toList();
    }

    /**
     * Returns the backups of a management database. The resources that the API server has decide between ManagementBackups
     * and EDB Backups. The version does not decide, because it is free text and an upgrade leaves old backups behind.
     */
    List<ObjectNode> databaseBackups(SubsystemComponent management, String databaseCluster) {
        return usesEdb(management)
                ? of(ResourceKind.DATABASE_BACKUP, management.namespace()).stream()
                        .filter(backup -> text(backup, "/spec/cluster/name").equals(databaseCluster))
                        .toList()
                : of(ResourceKind.MANAGEMENT_BACKUP, management.namespace()).stream()
                        .filter(backup -> isOf(backup, management, databaseCluster))
                        .toList();
    }

    private boolean usesEdb(SubsystemComponent management) {
        var clusters = of(ResourceKind.DATABASE_CLUSTER, management.namespace());
        return DatabaseClusterName.edbCluster(management, clusters).isPresent()
                || !installed(ResourceKind.MANAGEMENT_BACKUP);
    }

    private static boolean isOf(ObjectNode backup, SubsystemComponent management, String databaseCluster) {
        var cluster = text(backup, "/status/clusterName");
        if (!cluster.isEmpty()) {
            return cluster.equals(databaseCluster);
        }
        return text(backup, "/spec/clusterName").equals(management.name())
                || text(backup, "/status/subsysName").equals(management.name());
    }

    /** Returns a text; empty also for {@code null}, which Jackson converts to the text "null". */
    private static String text(JsonNode backup, String pointer) {
        var node = backup.at(pointer);
        return node.isTextual() ? node.textValue() : "";
    }
}
