package org.apicdr.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.apicdr.testsupport.RunningService;

/** The service with little memory: it makes the bundles that are verified later, and lists and verifies, too. */
record SmallHeap(Stock stock, Route route) {

    private static final String LIMIT = "-Xmx64m";

    /** Each a capture, and a verification after it. */
    static final int BUNDLES = Integer.getInteger("apic-dr.bench-bundles", 1_000);

    /** Works, and says what it took; that nothing failed is asserted. */
    String work() throws IOException {
        var properties = route.properties(stock.namespaces());
        try (var service = RunningService.start(stock.parts().folder(), properties, List.of(LIMIT))) {
            var caller = new Caller(service.address());
            var namespace = stock.verified().namespace();
            for (int i = 0; i < BUNDLES; i++) {
                caller.capture(namespace);
            }
            assertThat(caller.list(stock.listed(Stock.MOST))).hasSize(100);
            caller.verify(namespace, BUNDLES);
            assertThat(service.log()).doesNotContain("OutOfMemoryError").doesNotContain("\"level\":\"ERROR\"");
            return "Resident memory after %d captures, a listing of 10,000 and %d verifications with `%s`: %s"
                    .formatted(BUNDLES, BUNDLES, LIMIT, Resident.of(service.pid()));
        }
    }
}
