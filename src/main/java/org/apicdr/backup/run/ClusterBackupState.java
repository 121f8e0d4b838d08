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
 * A subsystem with the backups and restores in its namespaces.
 *
 * @param resources the resources of the namespaces of the subsystem and its portals, by kind; kinds that are not installed
 *     are absent
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

    /** Returns the portals that are backed up here. Passive portals are backed up in the other data centre. */
    List<SubsystemComponent> activePortals() {
        return subsystem.portals().stream().filter(portal -> !portal.passive()).toList();
    }

    /** Returns the portals that a run omits. */
    List<SubsystemComponent> passivePortals() {
        return subsystem.portals().stream().filter(SubsystemComponent::passive).toList();
    }

    /** Returns all backups of the subsystem, including those not requested by this service. */
    List<BackupOrRestoreResource> backups() {
        return ofSubsystem(BackupName.KINDS);
    }

    List<BackupOrRestoreResource> restores() {
        return ofSubsystem(RESTORES);
    }

    /** Returns the kind of its database backups; empty if the API server serves none. */
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

    private List<BackupOrRestoreResource> ofSubsystem(List<ResourceKind> kinds) {
        return kinds.stream()
                .flatMap(kind -> all(kind).stream().map(resource -> new BackupOrRestoreResource(kind, resource)))
                .filter(this::mayBelong)
                .toList();
    }

    /** Returns whether the resource may belong to the subsystem. Resources that name no subsystem are included. */
    private boolean mayBelong(BackupOrRestoreResource backupOrRestoreResource) {
        return switch (backupOrRestoreResource.kind()) {
            case PORTAL_BACKUP, PORTAL_RESTORE ->
                subsystem.portals().stream().anyMatch(portal -> mayBelong(backupOrRestoreResource, portal));
            case MANAGEMENT_BACKUP,
                    MANAGEMENT_RESTORE,
                    DATABASE_BACKUP,
                    DATABASE_CLUSTER,
                    MANAGEMENT_CLUSTER,
                    PORTAL_CLUSTER,
                    DEV_PORTAL_CLUSTER,
                    WM_API_GATEWAY_CLUSTER,
                    API_CONNECT_CLUSTER -> mayBelongToDatabase(backupOrRestoreResource.resource());
        };
    }

    private static boolean mayBelong(BackupOrRestoreResource backupOrRestoreResource, SubsystemComponent portal) {
        var name = backupOrRestoreResource.text("/spec/portalCluster");
        return backupOrRestoreResource.namespace().equals(portal.namespace())
                && (name.isEmpty() || name.equals(portal.name()));
    }

    private boolean mayBelongToDatabase(JsonNode resource) {
        var names = Stream.of(
                        "/spec/subsystemName",
                        "/spec/clusterName",
                        "/spec/cluster/name",
                        "/status/subsysName",
                        "/status/clusterName")
                .map(pointer -> resource.at(pointer).asText(""))
                .filter(name -> !name.isEmpty())
                .toList();
        return names.isEmpty() || names.contains(subsystem.management().name()) || names.contains(databaseCluster());
    }
}
