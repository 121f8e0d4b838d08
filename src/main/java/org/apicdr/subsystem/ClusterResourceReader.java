package org.apicdr.subsystem;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apicdr.core.Deadline;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ParallelExecutor;
import org.apicdr.core.ServiceException;

/** Looks at all resources of all namespaces in one wait. */
@ApplicationScoped
class ClusterResourceReader {

    private static final List<ResourceKind> BACKUPS =
            List.of(ResourceKind.MANAGEMENT_BACKUP, ResourceKind.DATABASE_CLUSTER, ResourceKind.DATABASE_BACKUP);

    /** Kinds that many installations do not have, and that a Role of a former version does not grant. */
    private static final List<ResourceKind> OTHERS = List.of(
            ResourceKind.DEV_PORTAL_CLUSTER, ResourceKind.WM_API_GATEWAY_CLUSTER, ResourceKind.API_CONNECT_CLUSTER);

    private final Installation installation;
    private final SubsystemReader reader;
    private final ParallelExecutor parallelExecutor;

    ClusterResourceReader(Installation installation, SubsystemReader reader, ParallelExecutor parallelExecutor) {
        this.installation = installation;
        this.reader = reader;
        this.parallelExecutor = parallelExecutor;
    }

    /** The ManagementClusters and PortalClusters, and the kinds that are recovered with them. */
    ClusterResources ofClusters(Deadline deadline) {
        return observe(clusters(), deadline);
    }

    /** The clusters, and the backups that are known of them. */
    ClusterResources ofAll(Deadline deadline) {
        var looks = clusters();
        BACKUPS.forEach(kind -> looks.addAll(each(kind, installation.namespaces(), this::optional)));
        looks.addAll(each(ResourceKind.PORTAL_BACKUP, installation.portalNamespaces(), this::optional));
        return observe(looks, deadline);
    }

    private List<Supplier<Seen>> clusters() {
        var looks = new ArrayList<Supplier<Seen>>();
        looks.addAll(each(ResourceKind.MANAGEMENT_CLUSTER, installation.namespaces(), this::required));
        looks.addAll(each(ResourceKind.PORTAL_CLUSTER, installation.portalNamespaces(), this::required));
        OTHERS.forEach(kind -> looks.addAll(each(kind, installation.allNamespaces(), this::optional)));
        return looks;
    }

    private static List<Supplier<Seen>> each(ResourceKind kind, Collection<String> namespaces, Look look) {
        return namespaces.stream()
                .<Supplier<Seen>>map(namespace -> () -> look.at(kind, namespace))
                .toList();
    }

    private ClusterResources observe(List<Supplier<Seen>> looks, Deadline deadline) {
        var resources = new EnumMap<ResourceKind, List<ObjectNode>>(ResourceKind.class);
        var warnings = new ArrayList<String>();
        for (var seen : parallelExecutor.all(looks, deadline)) {
            seen.resources()
                    .ifPresent(found -> resources
                            .computeIfAbsent(seen.kind(), kind -> new ArrayList<>())
                            .addAll(found));
            seen.warning().ifPresent(warnings::add);
        }
        return new ClusterResources(resources, warnings);
    }

    private Seen required(ResourceKind kind, String namespace) {
        return new Seen(kind, reader.list(kind, namespace), Optional.empty());
    }

    /** A capture without the list of backups is poorer, but better than none. */
    private Seen optional(ResourceKind kind, String namespace) {
        try {
            return required(kind, namespace);
        } catch (ServiceException e) {
            if (e.reason() != ErrorCode.CLUSTER_FORBIDDEN) {
                throw e;
            }
            return new Seen(kind, Optional.empty(), Optional.of(e.getMessage()));
        }
    }

    private interface Look {
        Seen at(ResourceKind kind, String namespace);
    }

    private record Seen(ResourceKind kind, Optional<List<ObjectNode>> resources, Optional<String> warning) {}
}
