package org.apicdr.subsystem;

import java.util.List;
import java.util.stream.Stream;

/** A subsystem that was found, and what was seen with it; the beginning of a snapshot. */
public final class Sighting {

    private final SubsystemRef ref;
    private final Observation observation;

    Sighting(SubsystemRef ref, Observation observation) {
        this.ref = ref;
        this.observation = observation;
    }

    public SubsystemRef ref() {
        return ref;
    }

    /** Every subsystem and every portal that was seen, whether it belongs to this one or not. */
    public List<Component> resources() {
        return Stream.of(ResourceKind.MANAGEMENT_CLUSTER, ResourceKind.PORTAL_CLUSTER)
                .flatMap(kind -> observation.components(kind).stream())
                .toList();
    }

    Observation observation() {
        return observation;
    }
}
