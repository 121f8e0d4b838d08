package org.apicdr.subsystem;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Derives the name of the management database cluster, which ties a subsystem to its backups: from an EDB Cluster or
 * a backup, else by the naming rule of the vendor.
 */
public final class DatabaseClusterName {

    private static final List<Integer> FIRST_EDB_RELEASE = List.of(10, 0, 7);

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,6}");

    private DatabaseClusterName() {}

    /**
     * Returns the name of the database cluster of a subsystem.
     *
     * @param backups the ManagementBackups of the namespace
     * @param clusters the EDB Clusters of the namespace
     */
    public static String nameOf(SubsystemComponent management, List<ObjectNode> backups, List<ObjectNode> clusters) {
        return edbCluster(management, clusters)
                .or(() -> backups.stream()
                        .filter(backup -> belongsTo(backup, management))
                        .map(backup -> backup.at("/status/clusterName").asText(""))
                        .filter(name -> !name.isEmpty())
                        .findFirst())
                .orElseGet(() -> deriveName(management));
    }

    /** Returns the name of the EDB Cluster of a subsystem; empty if EDB does not run its database. */
    public static Optional<String> edbCluster(SubsystemComponent management, List<ObjectNode> clusters) {
        return clusters.stream()
                .filter(cluster -> belongsTo(cluster, management))
                .map(cluster -> cluster.at("/metadata/name").asText())
                .findFirst();
    }

    private static boolean belongsTo(JsonNode resource, SubsystemComponent management) {
        var prefix = management.name() + "-" + management.siteName() + "-";
        if (resource.at("/metadata/name").asText().startsWith(prefix)) {
            return true;
        }
        for (var owner : resource.at("/metadata/ownerReferences")) {
            if (owner.path("uid").asText().equals(management.uid())) {
                return true;
            }
        }
        return resource.at("/status/subsysName").asText().equals(management.name())
                && resource.at("/status/clusterName").asText().startsWith(prefix);
    }

    private static String deriveName(SubsystemComponent management) {
        var suffix = usesEdb(management.version()) ? "db" : "postgres";
        return "%s-%s-%s".formatted(management.name(), management.siteName(), suffix);
    }

    private static boolean usesEdb(String version) {
        var parts = new ArrayList<Integer>();
        var matcher = NUMBER.matcher(version);
        while (parts.size() < FIRST_EDB_RELEASE.size() && matcher.find()) {
            parts.add(Integer.valueOf(matcher.group()));
        }
        for (int i = 0; i < parts.size(); i++) {
            int difference = parts.get(i) - FIRST_EDB_RELEASE.get(i);
            if (difference != 0) {
                return difference > 0;
            }
        }
        return parts.size() == FIRST_EDB_RELEASE.size();
    }
}
