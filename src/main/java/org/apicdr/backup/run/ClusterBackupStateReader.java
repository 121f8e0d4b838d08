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

/** Looks at what goes on around a subsystem, in one wait. */
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

    /** With all that speaks against another backup. */
    ClusterBackupState all(Subsystem subsystem, Deadline deadline) {
        return look(
                subsystem,
                Stream.concat(BACKUPS.stream(), Stream.of(ResourceKind.MANAGEMENT_RESTORE))
                        .toList(),
                List.of(ResourceKind.PORTAL_BACKUP, ResourceKind.PORTAL_RESTORE),
                deadline);
    }

    /** With its backups alone, which the service may list even where it may not take any. */
    ClusterBackupState backups(Subsystem subsystem, Deadline deadline) {
        return look(subsystem, BACKUPS, List.of(ResourceKind.PORTAL_BACKUP), deadline);
    }

    private ClusterBackupState look(
            Subsystem subsystem, List<ResourceKind> database, List<ResourceKind> portal, Deadline deadline) {
        var portals =
                subsystem.portals().stream().map(SubsystemComponent::namespace).collect(Collectors.toSet());
        var looks = new ArrayList<Supplier<Seen>>();
        looks.addAll(each(database, Set.of(subsystem.management().namespace())));
        looks.addAll(each(portal, portals));
        var resources = new EnumMap<ResourceKind, List<ObjectNode>>(ResourceKind.class);
        for (var seen : parallelExecutor.all(looks, deadline)) {
            seen.resources()
                    .ifPresent(found -> resources
                            .computeIfAbsent(seen.kind(), kind -> new ArrayList<>())
                            .addAll(found));
        }
        return new ClusterBackupState(subsystem, resources);
    }

    private List<Supplier<Seen>> each(List<ResourceKind> kinds, Collection<String> namespaces) {
        return kinds.stream()
                .flatMap(kind -> namespaces.stream()
                        .<Supplier<Seen>>map(namespace -> () -> new Seen(kind, reader.list(kind, namespace))))
                .toList();
    }

    private record Seen(ResourceKind kind, Optional<List<ObjectNode>> resources) {}
}
