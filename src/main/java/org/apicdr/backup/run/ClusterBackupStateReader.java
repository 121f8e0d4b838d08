package org.apicdr.backup.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apicdr.core.Deadline;
import org.apicdr.core.ParallelExecutor;
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
}
