package org.apicdr.benchmark;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apicdr.testsupport.IntegrationEnvironment;
import org.apicdr.testsupport.NetworkDelay;
import org.apicdr.testsupport.RoundTrips;
import org.jspecify.annotations.Nullable;

/**
 * The way to the API server and to the store; all that is compared takes the same.
 *
 * @param roundTrip zero goes straight there, without a proxy
 */
record Route(IntegrationEnvironment parts, Duration roundTrip, Optional<NetworkDelay> distance)
        implements AutoCloseable {

    private static final int COUNTS = 3;

    static Route of(IntegrationEnvironment parts, Duration roundTrip) {
        return new Route(
                parts,
                roundTrip,
                roundTrip.isZero() ? Optional.empty() : Optional.of(NetworkDelay.of(roundTrip, parts)));
    }

    Map<String, String> properties(List<String> namespaces) {
        var near = parts.properties(namespaces);
        near.put("apic-dr.health.every", "1h"); // looks of its own would be counted as waits
        near.put("apic-dr.recoverability.every", "1h");
        return distance.map(far -> far.properties(near)).orElse(near);
    }

    /** The administrator's. */
    Path kubeconfig() {
        var near = parts.api().kubeconfig(parts.folder());
        return distance.map(far -> far.kubeconfig(near)).orElse(near);
    }

    int storePort() {
        return distance.map(far -> far.store().port()).orElse(parts.sshd().port());
    }

    Path knownHosts() {
        return distance.map(NetworkDelay::knownHosts).orElse(parts.sshd().knownHosts());
    }

    /** How many round trips a step waits for, one after the other; nothing where there is no distance. */
    @Nullable
    Integer waits(Measured.Step step) {
        return distance.map(far -> waits(far.allTrips(), step)).orElse(null);
    }

    private static int waits(RoundTrips trips, Measured.Step step) {
        var counts = new ArrayList<Integer>();
        for (int i = 0; i < COUNTS; i++) {
            trips.reset();
            Measured.median(1, step);
            counts.add(trips.waits().size());
        }
        return counts.stream().sorted().toList().get(COUNTS / 2);
    }

    @Override
    public void close() {
        distance.ifPresent(NetworkDelay::close);
    }
}
