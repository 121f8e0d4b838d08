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
import org.apicdr.problem.Reason;
import org.apicdr.problem.RecoveryException;
import org.apicdr.request.Deadline;
import org.apicdr.request.Parallel;

/**
 * The subsystems that this service sees, and a consistent picture of one of them. A picture takes three waits on the API
 * server, whatever the number of secrets: the resources, the secrets they name, the resources again.
 */
@ApplicationScoped
public class Subsystems {

    private static final int ATTEMPTS = 3;

    private final Installation installation;
    private final ClusterView view;
    private final ReferenceLookup lookup;
    private final Parallel parallel;

    Subsystems(Installation installation, ClusterView view, ReferenceLookup lookup, Parallel parallel) {
        this.installation = installation;
        this.view = view;
        this.lookup = lookup;
        this.parallel = parallel;
    }

    /** Every subsystem that is visible, with the portals that belong to it. */
    public List<Subsystem> visible(Deadline deadline) {
        var observation = view.ofClusters(deadline);
        return observation.components(ResourceKind.MANAGEMENT_CLUSTER).stream()
                .map(management -> subsystem(management, observation))
                .toList();
    }

    /**
     * The objects that the resources of subsystems name, by the uid of the resource. What may not be read says so.
     *
     * @throws RecoveryException {@code CLUSTER_UNAVAILABLE}
     */
    public Map<String, List<ReferencedObject>> references(List<Subsystem> all, Deadline deadline) {
        var references = new HashMap<String, List<ReferencedObject>>();
        lookUp(all.stream().flatMap(subsystem -> subsystem.all().stream()), deadline)
                .forEach(found -> references.put(found.component().uid(), found.references()));
        return references;
    }

    /**
     * One subsystem as it is now, with the portals that belong to it.
     *
     * @throws RecoveryException {@code SUBSYSTEM_NOT_FOUND}, {@code SUBSYSTEM_AMBIGUOUS}, {@code CLUSTER_FORBIDDEN} or
     *     {@code CLUSTER_UNAVAILABLE}
     */
    public Subsystem find(SubsystemQuery query, Deadline deadline) {
        var observation = view.ofClusters(deadline);
        return subsystem(require(choose(query, observation), observation), observation);
    }

    /**
     * Looks for one subsystem: the first of the three waits.
     *
     * @throws RecoveryException {@code SUBSYSTEM_NOT_FOUND}, {@code SUBSYSTEM_AMBIGUOUS}, {@code CLUSTER_FORBIDDEN} or
     *     {@code CLUSTER_UNAVAILABLE}
     */
    public Sighting sight(SubsystemQuery query, Deadline deadline) {
        var observation = view.ofAll(deadline);
        return new Sighting(choose(query, observation), observation);
    }

    /**
     * Reads the subsystem that was sighted, and reads it anew where it changed meanwhile.
     *
     * @throws RecoveryException {@code SUBSYSTEM_CHANGING}, {@code SUBSYSTEM_NOT_FOUND}, {@code CLUSTER_FORBIDDEN} or
     *     {@code CLUSTER_UNAVAILABLE}
     */
    public SubsystemSnapshot snapshot(Sighting sighting, Deadline deadline) {
        var ref = sighting.ref();
        var observation = sighting.observation();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            var before = subsystem(require(ref, observation), observation);
            var snapshot = read(before, observation, deadline);
            var again = view.ofClusters(deadline);
            var after = again.management(ref).map(management -> subsystem(management, again));
            if (after.map(Subsystem::versions).equals(Optional.of(before.versions()))) {
                return snapshot;
            }
            observation = view.ofAll(deadline);
        }
        throw new RecoveryException(
                Reason.SUBSYSTEM_CHANGING,
                "%s changed during each of %d attempts to read it: try again when its operator has settled"
                        .formatted(ref, ATTEMPTS));
    }

    private SubsystemRef choose(SubsystemQuery query, Observation observation) {
        if (!observation.installed(ResourceKind.MANAGEMENT_CLUSTER)) {
            throw new RecoveryException(
                    Reason.SUBSYSTEM_NOT_FOUND,
                    "the API server does not know %s: API Connect is not installed on it"
                            .formatted(ResourceKind.MANAGEMENT_CLUSTER));
        }
        var visible = observation.components(ResourceKind.MANAGEMENT_CLUSTER).stream()
                .map(component -> new SubsystemRef(component.namespace(), component.name()))
                .toList();
        return query.choose(visible).orElseThrow(() -> notFound(query.toString()));
    }

    private Component require(SubsystemRef ref, Observation observation) {
        return observation.management(ref).orElseThrow(() -> notFound(ref.toString()));
    }

    private RecoveryException notFound(String name) {
        return new RecoveryException(
                Reason.SUBSYSTEM_NOT_FOUND,
                "there is no ManagementCluster %s in the namespaces %s (apic-dr.namespaces)"
                        .formatted(name, String.join(", ", installation.namespaces())));
    }

    private Subsystem subsystem(Component management, Observation observation) {
        boolean only = observation.components(ResourceKind.MANAGEMENT_CLUSTER).size() == 1;
        var portals = observation.components(ResourceKind.PORTAL_CLUSTER).stream()
                .filter(portal -> installation.belongs(portal, management, only))
                .toList();
        var others = new ArrayList<Component>();
        for (var kind : List.of(ResourceKind.DEV_PORTAL_CLUSTER, ResourceKind.WM_API_GATEWAY_CLUSTER)) {
            observation.components(kind).stream()
                    .filter(other -> Installation.belongsToo(other, management, only))
                    .forEach(others::add);
        }
        observation.components(ResourceKind.API_CONNECT_CLUSTER).stream()
                .filter(owner -> owner.owns(management) || portals.stream().anyMatch(owner::owns))
                .forEach(others::add);
        return new Subsystem(management, portals, others);
    }

    private SubsystemSnapshot read(Subsystem subsystem, Observation observation, Deadline deadline) {
        var found = lookUp(subsystem.all().stream(), deadline);
        ReferenceLookup.refuseForbidden(found);
        var snapshots = found.stream().map(each -> snapshot(each, observation)).toList();
        int portals = 1 + subsystem.portals().size();
        var absent = installation.absent(subsystem.portals()).stream()
                .map("portal %s is configured and does not exist"::formatted)
                .toList();
        var warnings = new ArrayList<>(observation.warnings());
        found.forEach(each -> warnings.addAll(each.warnings()));
        warnings.addAll(ownerWarnings(subsystem));
        return new SubsystemSnapshot(
                snapshots.get(0).lacking(absent),
                snapshots.subList(1, portals),
                snapshots.subList(portals, snapshots.size()),
                warnings);
    }

    private List<ReferenceLookup.Found> lookUp(Stream<Component> components, Deadline deadline) {
        List<Supplier<ReferenceLookup.Found>> lookups = components
                .<Supplier<ReferenceLookup.Found>>map(component -> () -> lookup.of(component, deadline))
                .toList();
        return parallel.all(lookups, deadline);
    }

    /** An owner that was not seen is the resource by which the installation is recovered. */
    private static List<String> ownerWarnings(Subsystem subsystem) {
        var warnings = new ArrayList<String>();
        for (var component : subsystem.components()) {
            component
                    .ownerName()
                    .filter(owner -> subsystem.others().stream()
                            .noneMatch(other -> other.name().equals(owner) && other.owns(component)))
                    .map(owner -> ("%s is owned by APIConnectCluster %s, which was not found or may not be read:"
                                    + " save that resource by other means, it is the one to create in a recovery")
                            .formatted(component.title(), owner))
                    .ifPresent(warnings::add);
        }
        return warnings;
    }

    private static ComponentSnapshot snapshot(ReferenceLookup.Found found, Observation observation) {
        var component = found.component();
        if (component.kind() == ResourceKind.PORTAL_CLUSTER) {
            return snapshot(found, KnownBackups.ofPortal(component, observation), "");
        }
        if (!component.isManagement() || component.hasExternalDatabase()) {
            return snapshot(found, List.of(), "");
        }
        var crunchy = observation.of(ResourceKind.MANAGEMENT_BACKUP, component.namespace());
        var edb = observation.of(ResourceKind.DATABASE_CLUSTER, component.namespace());
        var databaseCluster = DatabaseCluster.nameOf(component, crunchy, edb);
        var backups = KnownBackups.ofDatabase(component, databaseCluster, observation);
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
}
