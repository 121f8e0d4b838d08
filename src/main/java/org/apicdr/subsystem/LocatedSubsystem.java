package org.apicdr.subsystem;

import java.util.List;
import java.util.stream.Stream;

/** A subsystem that was found, and what was seen with it; the beginning of a snapshot. */
public final class LocatedSubsystem {

    private final SubsystemRef ref;
    private final ClusterResources clusterResources;

    LocatedSubsystem(SubsystemRef ref, ClusterResources clusterResources) {
        this.ref = ref;
        this.clusterResources = clusterResources;
    }

    public SubsystemRef ref() {
        return ref;
    }

    /** Every subsystem and every portal that was seen, whether it belongs to this one or not. */
    public List<SubsystemComponent> resources() {
        return Stream.of(ResourceKind.MANAGEMENT_CLUSTER, ResourceKind.PORTAL_CLUSTER)
                .flatMap(kind -> clusterResources.components(kind).stream())
                .toList();
    }

    ClusterResources observation() {
        return clusterResources;
    }
}
