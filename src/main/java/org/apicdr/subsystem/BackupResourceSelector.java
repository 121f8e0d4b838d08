package org.apicdr.subsystem;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * Selects the backup resources of a subsystem. The resources that the API server has decide between ManagementBackups
 * and EDB Backups. The version does not decide, because it is free text and an upgrade leaves old backups behind.
 */
final class BackupResourceSelector {

    private BackupResourceSelector() {}

    static List<ObjectNode> ofPortal(SubsystemComponent portal, ClusterResources clusterResources) {
        return clusterResources.of(ResourceKind.PORTAL_BACKUP, portal.namespace()).stream()
                .filter(backup -> text(backup, "/spec/portalCluster").equals(portal.name()))
                .toList();
    }

    static List<ObjectNode> ofDatabase(
            SubsystemComponent management, String databaseCluster, ClusterResources clusterResources) {
        return usesEdb(management, clusterResources)
                ? clusterResources.of(ResourceKind.DATABASE_BACKUP, management.namespace()).stream()
                        .filter(backup -> text(backup, "/spec/cluster/name").equals(databaseCluster))
                        .toList()
                : clusterResources.of(ResourceKind.MANAGEMENT_BACKUP, management.namespace()).stream()
                        .filter(backup -> isOf(backup, management, databaseCluster))
                        .toList();
    }

    private static boolean usesEdb(SubsystemComponent management, ClusterResources clusterResources) {
        var clusters = clusterResources.of(ResourceKind.DATABASE_CLUSTER, management.namespace());
        return DatabaseClusterName.edbCluster(management, clusters).isPresent()
                || !clusterResources.installed(ResourceKind.MANAGEMENT_BACKUP);
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
