package org.apicdr.subsystem;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * Which of the backups that the API server knows are a subsystem's own. What keeps the database, and so which kind of
 * backup there is, is told by what the API server serves; versions are texts, and an upgrade leaves old backups behind.
 */
final class KnownBackups {

    private KnownBackups() {}

    static List<ObjectNode> ofPortal(Component portal, Observation observation) {
        return observation.of(ResourceKind.PORTAL_BACKUP, portal.namespace()).stream()
                .filter(backup -> text(backup, "/spec/portalCluster").equals(portal.name()))
                .toList();
    }

    static List<ObjectNode> ofDatabase(Component management, String databaseCluster, Observation observation) {
        return usesEdb(management, observation)
                ? observation.of(ResourceKind.DATABASE_BACKUP, management.namespace()).stream()
                        .filter(backup -> text(backup, "/spec/cluster/name").equals(databaseCluster))
                        .toList()
                : observation.of(ResourceKind.MANAGEMENT_BACKUP, management.namespace()).stream()
                        .filter(backup -> isOf(backup, management, databaseCluster))
                        .toList();
    }

    private static boolean usesEdb(Component management, Observation observation) {
        var clusters = observation.of(ResourceKind.DATABASE_CLUSTER, management.namespace());
        return DatabaseCluster.edbCluster(management, clusters).isPresent()
                || !observation.installed(ResourceKind.MANAGEMENT_BACKUP);
    }

    private static boolean isOf(ObjectNode backup, Component management, String databaseCluster) {
        var cluster = text(backup, "/status/clusterName");
        if (!cluster.isEmpty()) {
            return cluster.equals(databaseCluster);
        }
        return text(backup, "/spec/clusterName").equals(management.name())
                || text(backup, "/status/subsysName").equals(management.name());
    }

    /** A text; empty also where it is {@code null}, of which Jackson makes a word. */
    private static String text(JsonNode backup, String pointer) {
        var node = backup.at(pointer);
        return node.isTextual() ? node.textValue() : "";
    }
}
