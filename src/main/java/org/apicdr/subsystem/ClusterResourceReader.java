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

/** Lists the resources of all namespaces in parallel. */
@ApplicationScoped
class ClusterResourceReader {

    private static final List<ResourceKind> BACKUPS =
            List.of(ResourceKind.MANAGEMENT_BACKUP, ResourceKind.DATABASE_CLUSTER, ResourceKind.DATABASE_BACKUP);

    /**
     * Kinds that many installations do not have, and that the Role of an earlier version of this service does not
     * permit.
     */
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

    /** Lists the ManagementClusters and PortalClusters, and the kinds that are recovered with them. */
    ClusterResources ofClusters(Deadline deadline) {
        return listAll(clusters(OTHERS), deadline);
    }

    /**
     * Lists the same again. Optional kinds that were not installed, or not permitted, are not listed a second time: no
     * resource of them was read that could have changed.
     */
    ClusterResources ofClustersAgain(ClusterResources before, Deadline deadline) {
        return listAll(clusters(OTHERS.stream().filter(before::installed).toList()), deadline);
    }

    /** Lists the clusters and their backups. */
    ClusterResources ofAll(Deadline deadline) {
        var lists = clusters(OTHERS);
        BACKUPS.forEach(kind -> lists.addAll(forEachNamespace(kind, installation.namespaces(), this::optional)));
        lists.addAll(forEachNamespace(ResourceKind.PORTAL_BACKUP, installation.portalNamespaces(), this::optional));
        return listAll(lists, deadline);
    }

    private List<Supplier<ListResult>> clusters(List<ResourceKind> others) {
        var lists = new ArrayList<Supplier<ListResult>>();
        lists.addAll(forEachNamespace(ResourceKind.MANAGEMENT_CLUSTER, installation.namespaces(), this::required));
        lists.addAll(forEachNamespace(ResourceKind.PORTAL_CLUSTER, installation.portalNamespaces(), this::required));
        others.forEach(kind -> lists.addAll(forEachNamespace(kind, installation.allNamespaces(), this::optional)));
        return lists;
    }

    private static List<Supplier<ListResult>> forEachNamespace(
            ResourceKind kind, Collection<String> namespaces, ListCall listCall) {
        return namespaces.stream()
                .<Supplier<ListResult>>map(namespace -> () -> listCall.at(kind, namespace))
                .toList();
    }

    private ClusterResources listAll(List<Supplier<ListResult>> lists, Deadline deadline) {
        var resources = new EnumMap<ResourceKind, List<ObjectNode>>(ResourceKind.class);
        var warnings = new ArrayList<String>();
        for (var result : parallelExecutor.all(lists, deadline)) {
            result.resources()
                    .ifPresent(found -> resources
                            .computeIfAbsent(result.kind(), kind -> new ArrayList<>())
                            .addAll(found));
            result.warning().ifPresent(warnings::add);
        }
        return new ClusterResources(resources, warnings);
    }

    private ListResult required(ResourceKind kind, String namespace) {
        return new ListResult(kind, reader.list(kind, namespace), Optional.empty());
    }

    /**
     * Lists a kind, with a warning if permission is missing. A capture without the list of backups is better than
     * none.
     */
    private ListResult optional(ResourceKind kind, String namespace) {
        try {
            return required(kind, namespace);
        } catch (ServiceException e) {
            if (e.code() != ErrorCode.CLUSTER_FORBIDDEN) {
                throw e;
            }
            return new ListResult(kind, Optional.empty(), Optional.of(e.getMessage()));
        }
    }

    private interface ListCall {
        ListResult at(ResourceKind kind, String namespace);
    }

    private record ListResult(ResourceKind kind, Optional<List<ObjectNode>> resources, Optional<String> warning) {}
}
