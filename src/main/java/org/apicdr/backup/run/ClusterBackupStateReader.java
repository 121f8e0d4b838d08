package org.apicdr.backup.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apicdr.core.Deadline;
import org.apicdr.core.ParallelExecutor;
import org.apicdr.subsystem.DatabaseClusterName;
import org.apicdr.subsystem.ResourceKind;
import org.apicdr.subsystem.Subsystem;
import org.apicdr.subsystem.SubsystemComponent;
import org.apicdr.subsystem.SubsystemReader;

/** Reads the backups and restores around a subsystem concurrently. */
@ApplicationScoped
class ClusterBackupStateReader {

    private static final List<ResourceKind> BACKUPS =
            List.of(ResourceKind.MANAGEMENT_BACKUP, ResourceKind.DATABASE_BACKUP, ResourceKind.DATABASE_CLUSTER);

    private final SubsystemReader reader;
    private final ParallelExecutor parallelExecutor;

    ClusterBackupStateReader(SubsystemReader reader, ParallelExecutor parallelExecutor) {
        this.reader = reader;
        this.parallelExecutor = parallelExecutor;
    }

    /** Reads all resources that may prevent another backup. */
    ClusterBackupState all(Subsystem subsystem, Deadline deadline) {
        return read(
                subsystem,
                Stream.concat(BACKUPS.stream(), Stream.of(ResourceKind.MANAGEMENT_RESTORE))
                        .toList(),
                List.of(ResourceKind.PORTAL_BACKUP, ResourceKind.PORTAL_RESTORE),
                deadline);
    }

    /** Reads only the backups, which the service can list even if it has no permission to create any. */
    ClusterBackupState backups(Subsystem subsystem, Deadline deadline) {
        return read(subsystem, BACKUPS, List.of(ResourceKind.PORTAL_BACKUP), deadline);
    }

    private ClusterBackupState read(
            Subsystem subsystem, List<ResourceKind> database, List<ResourceKind> portal, Deadline deadline) {
        var portals =
                subsystem.portals().stream().map(SubsystemComponent::namespace).collect(Collectors.toSet());
        var listings = new ArrayList<Supplier<Listing>>();
        listings.addAll(each(database, Set.of(subsystem.management().namespace())));
        listings.addAll(each(portal, portals));
        var resources = new EnumMap<ResourceKind, List<ObjectNode>>(ResourceKind.class);
        for (var listing : parallelExecutor.all(listings, deadline)) {
            listing.resources()
                    .ifPresent(found -> resources
                            .computeIfAbsent(listing.kind(), kind -> new ArrayList<>())
                            .addAll(found));
        }
        return new ClusterBackupState(subsystem, resources);
    }

    private List<Supplier<Listing>> each(List<ResourceKind> kinds, Collection<String> namespaces) {
        return kinds.stream()
                .flatMap(kind -> namespaces.stream()
                        .<Supplier<Listing>>map(namespace -> () -> new Listing(kind, reader.list(kind, namespace))))
                .toList();
    }

    private record Listing(ResourceKind kind, Optional<List<ObjectNode>> resources) {}

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
            return subsystem.portals().stream()
                    .filter(portal -> !portal.passive())
                    .toList();
        }

        /** Returns the portals that a run omits. */
        List<SubsystemComponent> passivePortals() {
            return subsystem.portals().stream()
                    .filter(SubsystemComponent::passive)
                    .toList();
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
            return names.isEmpty()
                    || names.contains(subsystem.management().name())
                    || names.contains(databaseCluster());
        }
    }
}
