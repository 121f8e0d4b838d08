package org.apicdr.subsystem;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** A subsystem that was found, and what was seen with it; the beginning of a snapshot. */
public final class Sighting {

    private final SubsystemRef ref;
    private final Observation observation;
    private final CompletableFuture<List<String>> uncovered;

    /**
     * @param uncovered the warnings about kinds that this service does not save
     */
    Sighting(SubsystemRef ref, Observation observation, CompletableFuture<List<String>> uncovered) {
        this.ref = ref;
        this.observation = observation;
        this.uncovered = uncovered;
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

    CompletableFuture<List<String>> uncovered() {
        return uncovered;
    }

    Observation observation() {
        return observation;
    }
}
