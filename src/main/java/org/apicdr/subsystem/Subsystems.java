package org.apicdr.subsystem;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
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
    private final SecretLookup secrets;
    private final Parallel parallel;

    Subsystems(Installation installation, ClusterView view, SecretLookup secrets, Parallel parallel) {
        this.installation = installation;
        this.view = view;
        this.secrets = secrets;
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
        return new Subsystem(management, portals);
    }

    private SubsystemSnapshot read(Subsystem subsystem, Observation observation, Deadline deadline) {
        List<Supplier<SecretLookup.Found>> lookups = subsystem.components().stream()
                .<Supplier<SecretLookup.Found>>map(component -> () -> secrets.of(component, deadline))
                .toList();
        var found = parallel.all(lookups, deadline);
        SecretLookup.refuseForbidden(found);
        var snapshots = found.stream().map(each -> snapshot(each, observation)).toList();
        var absent = installation.absent(subsystem.portals()).stream()
                .map("portal %s is configured and does not exist"::formatted)
                .toList();
        return new SubsystemSnapshot(
                snapshots.get(0).lacking(absent), snapshots.subList(1, snapshots.size()), observation.warnings());
    }

    private static ComponentSnapshot snapshot(SecretLookup.Found found, Observation observation) {
        var component = found.component();
        if (!component.isManagement()) {
            var backups = KnownBackups.ofPortal(component, observation);
            return new ComponentSnapshot(component, found.secrets(), found.missing(), backups, "");
        }
        var crunchy = observation.of(ResourceKind.MANAGEMENT_BACKUP, component.namespace());
        var edb = observation.of(ResourceKind.DATABASE_CLUSTER, component.namespace());
        var databaseCluster = DatabaseCluster.nameOf(component, crunchy, edb);
        var backups = KnownBackups.ofDatabase(component, databaseCluster, observation);
        return new ComponentSnapshot(component, found.secrets(), found.missing(), backups, databaseCluster);
    }
}
