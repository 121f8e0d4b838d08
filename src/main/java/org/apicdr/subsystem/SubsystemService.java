package org.apicdr.subsystem;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apicdr.core.Deadline;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ParallelExecutor;
import org.apicdr.core.ServiceException;

/**
 * Finds subsystems and takes consistent snapshots of them. A snapshot takes three round trips to the API server,
 * regardless of the number of secrets: the resources, the objects that they name, the resources again.
 */
@ApplicationScoped
public class SubsystemService {

    private static final int ATTEMPTS = 3;

    private final Installation installation;
    private final ClusterResourceReader resourceReader;
    private final ReferenceLookup lookup;
    private final ParallelExecutor parallelExecutor;

    SubsystemService(
            Installation installation,
            ClusterResourceReader resourceReader,
            ReferenceLookup lookup,
            ParallelExecutor parallelExecutor) {
        this.installation = installation;
        this.resourceReader = resourceReader;
        this.lookup = lookup;
        this.parallelExecutor = parallelExecutor;
    }

    /** Returns every visible subsystem with its portals. */
    public List<Subsystem> visible(Deadline deadline) {
        var clusterResources = resourceReader.ofClusters(deadline);
        return clusterResources.components(ResourceKind.MANAGEMENT_CLUSTER).stream()
                .map(management -> subsystem(management, clusterResources))
                .toList();
    }

    /**
     * Returns the objects that the resources of subsystems name, by the uid of the resource. An object without read
     * permission is marked as such.
     *
     * @throws ServiceException {@code CLUSTER_UNAVAILABLE}
     */
    public Map<String, List<ReferencedObject>> references(List<Subsystem> all, Deadline deadline) {
        var references = new HashMap<String, List<ReferencedObject>>();
        lookUp(all.stream().flatMap(subsystem -> subsystem.all().stream()), deadline)
                .forEach(found -> references.put(found.component().uid(), found.references()));
        return references;
    }

    /**
     * Returns the current state of one subsystem with its portals.
     *
     * @throws ServiceException {@code SUBSYSTEM_NOT_FOUND}, {@code SUBSYSTEM_AMBIGUOUS}, {@code CLUSTER_FORBIDDEN} or
     *     {@code CLUSTER_UNAVAILABLE}
     */
    public Subsystem find(SubsystemQuery query, Deadline deadline) {
        var clusterResources = resourceReader.ofClusters(deadline);
        return subsystem(require(choose(query, clusterResources), clusterResources), clusterResources);
    }

    /**
     * Finds one subsystem: the first of the three round trips.
     *
     * @throws ServiceException {@code SUBSYSTEM_NOT_FOUND}, {@code SUBSYSTEM_AMBIGUOUS}, {@code CLUSTER_FORBIDDEN} or
     *     {@code CLUSTER_UNAVAILABLE}
     */
    public LocatedSubsystem locate(SubsystemQuery query, Deadline deadline) {
        var clusterResources = resourceReader.ofAll(deadline);
        return new LocatedSubsystem(choose(query, clusterResources), clusterResources);
    }

    /**
     * Reads a located subsystem, and reads it again if it changed during the read.
     *
     * @throws ServiceException {@code SUBSYSTEM_CHANGING}, {@code SUBSYSTEM_NOT_FOUND}, {@code CLUSTER_FORBIDDEN} or
     *     {@code CLUSTER_UNAVAILABLE}
     */
    public SubsystemSnapshot snapshot(LocatedSubsystem locatedSubsystem, Deadline deadline) {
        var ref = locatedSubsystem.ref();
        var clusterResources = locatedSubsystem.observation();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            var before = subsystem(require(ref, clusterResources), clusterResources);
            var snapshot = read(before, clusterResources, deadline);
            var again = resourceReader.ofClustersAgain(clusterResources, deadline);
            var after = again.management(ref).map(management -> subsystem(management, again));
            if (after.map(Subsystem::versions).equals(Optional.of(before.versions()))) {
                return snapshot;
            }
            clusterResources = resourceReader.ofAll(deadline);
        }
        throw new ServiceException(
                ErrorCode.SUBSYSTEM_CHANGING,
                "%s changed during each of %d attempts to read it. Try again when its operator has finished."
                        .formatted(ref, ATTEMPTS));
    }

    private SubsystemRef choose(SubsystemQuery query, ClusterResources clusterResources) {
        if (!clusterResources.installed(ResourceKind.MANAGEMENT_CLUSTER)) {
            throw new ServiceException(
                    ErrorCode.SUBSYSTEM_NOT_FOUND,
                    "The API server does not have %s: API Connect is not installed on it"
                            .formatted(ResourceKind.MANAGEMENT_CLUSTER));
        }
        var visible = clusterResources.components(ResourceKind.MANAGEMENT_CLUSTER).stream()
                .map(subsystemComponent -> new SubsystemRef(subsystemComponent.namespace(), subsystemComponent.name()))
                .toList();
        return query.choose(visible).orElseThrow(() -> notFound(query.toString()));
    }

    private SubsystemComponent require(SubsystemRef ref, ClusterResources clusterResources) {
        return clusterResources.management(ref).orElseThrow(() -> notFound(ref.toString()));
    }

    private ServiceException notFound(String name) {
        return new ServiceException(
                ErrorCode.SUBSYSTEM_NOT_FOUND,
                "There is no ManagementCluster %s in the namespaces %s (apic-dr.namespaces)"
                        .formatted(name, String.join(", ", installation.namespaces())));
    }

    private Subsystem subsystem(SubsystemComponent management, ClusterResources clusterResources) {
        boolean onlySubsystem =
                clusterResources.components(ResourceKind.MANAGEMENT_CLUSTER).size() == 1;
        var portals = clusterResources.components(ResourceKind.PORTAL_CLUSTER).stream()
                .filter(portal -> installation.belongs(portal, management, onlySubsystem))
                .toList();
        var others = new ArrayList<SubsystemComponent>();
        for (var kind : List.of(ResourceKind.DEV_PORTAL_CLUSTER, ResourceKind.WM_API_GATEWAY_CLUSTER)) {
            clusterResources.components(kind).stream()
                    .filter(other -> Installation.belongsToo(other, management, onlySubsystem))
                    .forEach(others::add);
        }
        clusterResources.components(ResourceKind.API_CONNECT_CLUSTER).stream()
                .filter(owner -> owner.owns(management) || portals.stream().anyMatch(owner::owns))
                .forEach(others::add);
        return new Subsystem(management, portals, others);
    }

    private SubsystemSnapshot read(Subsystem subsystem, ClusterResources clusterResources, Deadline deadline) {
        var found = lookUp(subsystem.all().stream(), deadline);
        ReferenceLookup.refuseForbidden(found);
        var snapshots =
                found.stream().map(each -> snapshot(each, clusterResources)).toList();
        int portals = 1 + subsystem.portals().size();
        var absentPortals = installation.absent(subsystem.portals()).stream()
                .map("portal %s is configured and does not exist"::formatted)
                .toList();
        var warnings = new ArrayList<>(clusterResources.warnings());
        found.forEach(each -> warnings.addAll(each.warnings()));
        warnings.addAll(ownerWarnings(subsystem));
        return new SubsystemSnapshot(
                snapshots.get(0).lacking(absentPortals),
                snapshots.subList(1, portals),
                snapshots.subList(portals, snapshots.size()),
                warnings);
    }

    private List<ReferenceLookup.Found> lookUp(Stream<SubsystemComponent> components, Deadline deadline) {
        List<Supplier<ReferenceLookup.Found>> lookups = components
                .<Supplier<ReferenceLookup.Found>>map(
                        subsystemComponent -> () -> lookup.of(subsystemComponent, deadline))
                .toList();
        return parallelExecutor.all(lookups, deadline);
    }

    /** Warns about an owner that was not found, because the installation is recovered from that resource. */
    private static List<String> ownerWarnings(Subsystem subsystem) {
        var warnings = new ArrayList<String>();
        for (var subsystemComponent : subsystem.components()) {
            subsystemComponent
                    .ownerName()
                    .filter(owner -> subsystem.others().stream()
                            .noneMatch(other -> other.name().equals(owner) && other.owns(subsystemComponent)))
                    .map(owner -> ("%s is owned by APIConnectCluster %s, which was not found or may not be read."
                                    + " Save that resource by other means, because a recovery creates it first.")
                            .formatted(subsystemComponent.title(), owner))
                    .ifPresent(warnings::add);
        }
        return warnings;
    }

    private static ComponentSnapshot snapshot(ReferenceLookup.Found found, ClusterResources clusterResources) {
        var subsystemComponent = found.component();
        if (subsystemComponent.kind() == ResourceKind.PORTAL_CLUSTER) {
            return snapshot(found, clusterResources.portalBackups(subsystemComponent), "");
        }
        if (!subsystemComponent.isManagement() || subsystemComponent.hasExternalDatabase()) {
            return snapshot(found, List.of(), "");
        }
        var crunchy = clusterResources.of(ResourceKind.MANAGEMENT_BACKUP, subsystemComponent.namespace());
        var edb = clusterResources.of(ResourceKind.DATABASE_CLUSTER, subsystemComponent.namespace());
        var databaseCluster = DatabaseClusterName.nameOf(subsystemComponent, crunchy, edb);
        var backups = clusterResources.databaseBackups(subsystemComponent, databaseCluster);
        return snapshot(found, backups, databaseCluster);
    }

    private static ComponentSnapshot snapshot(
            ReferenceLookup.Found found, List<ObjectNode> backups, String databaseCluster) {
        return new ComponentSnapshot(
                found.component(),
                found.secrets(),
                found.configMaps(),
                found.references(),
                found.missing(),
                backups,
                databaseCluster);
    }

    /** A subsystem that was found, and the resources that were listed with it. A snapshot starts from it. */
    public static final class LocatedSubsystem {

        private final SubsystemRef ref;
        private final ClusterResources clusterResources;

        LocatedSubsystem(SubsystemRef ref, ClusterResources clusterResources) {
            this.ref = ref;
            this.clusterResources = clusterResources;
        }

        public SubsystemRef ref() {
            return ref;
        }

        /** Returns every listed subsystem and portal, including those of other subsystems. */
        public List<SubsystemComponent> resources() {
            return Stream.of(ResourceKind.MANAGEMENT_CLUSTER, ResourceKind.PORTAL_CLUSTER)
                    .flatMap(kind -> clusterResources.components(kind).stream())
                    .toList();
        }

        ClusterResources observation() {
            return clusterResources;
        }
    }
}
