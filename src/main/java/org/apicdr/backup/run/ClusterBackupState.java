package org.apicdr.backup.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apicdr.subsystem.DatabaseClusterName;
import org.apicdr.subsystem.ResourceKind;
import org.apicdr.subsystem.Subsystem;
import org.apicdr.subsystem.SubsystemComponent;

/**
 * A subsystem and what goes on around it.
 *
 * @param resources by kind, those of the namespaces of the subsystem and its portals; a kind that is not installed is
 *     absent
 */
record ClusterBackupState(Subsystem subsystem, Map<ResourceKind, List<ObjectNode>> resources) {

    private static final List<ResourceKind> RESTORES =
            List.of(ResourceKind.MANAGEMENT_RESTORE, ResourceKind.PORTAL_RESTORE);

    ClusterBackupState {
        resources = Map.copyOf(resources);
    }

    boolean served(ResourceKind kind) {
        return resources.containsKey(kind);
    }

    /** The portals that are backed up here: a passive one is backed up in the other data centre. */
    List<SubsystemComponent> activePortals() {
        return subsystem.portals().stream().filter(portal -> !portal.passive()).toList();
    }

    /** The portals that a run leaves out. */
    List<SubsystemComponent> passivePortals() {
        return subsystem.portals().stream().filter(SubsystemComponent::passive).toList();
    }

    /** The backups of the subsystem, whoever asked for them. */
    List<BackupOrRestoreResource> backups() {
        return own(BackupName.KINDS);
    }

    List<BackupOrRestoreResource> restores() {
        return own(RESTORES);
    }

    /** The kind of resource by which its database is backed up; empty where the API server knows none. */
    Optional<ResourceKind> databaseBackup() {
        boolean crunchy = !onEdb() && served(ResourceKind.MANAGEMENT_BACKUP);
        return Optional.of(crunchy ? ResourceKind.MANAGEMENT_BACKUP : ResourceKind.DATABASE_BACKUP)
                .filter(this::served);
    }

    String databaseCluster() {
        return DatabaseClusterName.nameOf(
                subsystem.management(), all(ResourceKind.MANAGEMENT_BACKUP), all(ResourceKind.DATABASE_CLUSTER));
    }

    private boolean onEdb() {
        return DatabaseClusterName.edbCluster(subsystem.management(), all(ResourceKind.DATABASE_CLUSTER))
                .isPresent();
    }

    private List<ObjectNode> all(ResourceKind kind) {
        return resources.getOrDefault(kind, List.of());
    }

    private List<BackupOrRestoreResource> own(List<ResourceKind> kinds) {
        return kinds.stream()
                .flatMap(kind -> all(kind).stream().map(resource -> new BackupOrRestoreResource(kind, resource)))
                .filter(this::concerns)
                .toList();
    }

    /** One that does not say whose it is may be of this subsystem. */
    private boolean concerns(BackupOrRestoreResource backupOrRestoreResource) {
        return switch (backupOrRestoreResource.kind()) {
            case PORTAL_BACKUP, PORTAL_RESTORE ->
                subsystem.portals().stream().anyMatch(portal -> concerns(backupOrRestoreResource, portal));
            case MANAGEMENT_BACKUP,
                    MANAGEMENT_RESTORE,
                    DATABASE_BACKUP,
                    DATABASE_CLUSTER,
                    MANAGEMENT_CLUSTER,
                    PORTAL_CLUSTER,
                    DEV_PORTAL_CLUSTER,
                    WM_API_GATEWAY_CLUSTER,
                    API_CONNECT_CLUSTER -> concernsDatabase(backupOrRestoreResource.resource());
        };
    }

    private static boolean concerns(BackupOrRestoreResource backupOrRestoreResource, SubsystemComponent portal) {
        var name = backupOrRestoreResource.text("/spec/portalCluster");
        return backupOrRestoreResource.namespace().equals(portal.namespace())
                && (name.isEmpty() || name.equals(portal.name()));
    }

    private boolean concernsDatabase(JsonNode resource) {
        var said = Stream.of(
                        "/spec/subsystemName",
                        "/spec/clusterName",
                        "/spec/cluster/name",
                        "/status/subsysName",
                        "/status/clusterName")
                .map(pointer -> resource.at(pointer).asText(""))
                .filter(name -> !name.isEmpty())
                .toList();
        return said.isEmpty() || said.contains(subsystem.management().name()) || said.contains(databaseCluster());
    }
}
