package org.apicdr.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.stream.IntStream;

/** Captures, listings and verifications in large numbers; the bundles that they make are verified by later measurements, too. */
record Workload(BenchmarkData stock) {

    /** How many bundles are captured, each with a listing after it, and then verified. */
    static final int BUNDLES = Integer.getInteger("apic-dr.bench-bundles", 1_000);

    private static final int WARM_UP = BUNDLES / 10;

    /** Does all of it; how long a warm capture took. */
    Measured run(URI service) {
        var caller = new Caller(service);
        var namespace = stock.verified().namespace();
        var captures = IntStream.range(0, BUNDLES)
                .mapToObj(i -> captureAndList(caller, namespace))
                .skip(WARM_UP)
                .toList();
        assertThat(caller.list(stock.listed(BenchmarkData.MOST))).hasSize(100);
        caller.verify(namespace, BUNDLES);
        return Measured.middle(captures);
    }

    private static Measured captureAndList(Caller caller, String namespace) {
        var capture = Measured.median(1, () -> caller.capture(namespace));
        assertThat(caller.list(namespace)).isNotEmpty();
        return capture;
    }
}
