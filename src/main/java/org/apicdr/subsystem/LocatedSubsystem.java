package org.apicdr.subsystem;

import java.util.List;
import java.util.stream.Stream;

/** A subsystem that was found, and the resources that were listed with it. A snapshot starts from it. */
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
