package org.apicdr.benchmark;

import java.util.Optional;
import org.apicdr.testsupport.IntegrationEnvironment;

/**
 * What a user could use instead.
 *
 * @param namespace of the subsystem that they save
 * @param restic where it is installed
 */
record Others(String namespace, Optional<Restic> restic) {

    /** What does not take too long to make. */
    static final int MOST_SNAPSHOTS = 1_000;

    static Others of(BenchmarkData benchmarkData, Route near) {
        var namespace = benchmarkData.captured().namespace();
        return new Others(namespace, restic(benchmarkData.parts(), new Procedure(near, namespace)));
    }

    Procedure procedure(Route route) {
        return new Procedure(route, namespace);
    }

    private static Optional<Restic> restic(IntegrationEnvironment parts, Procedure procedure) {
        if (!Restic.installed()) {
            System.out.println("restic is not installed: its column stays empty (apt-get install restic)");
            return Optional.empty();
        }
        var restic = new Restic(parts, procedure.save());
        restic.prepare();
        return Optional.of(restic);
    }
}
