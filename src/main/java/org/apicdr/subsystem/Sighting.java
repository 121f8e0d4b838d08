package org.apicdr.subsystem;

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

    Observation observation() {
        return observation;
    }
}
