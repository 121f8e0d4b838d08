package org.apicdr.benchmark;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apicdr.testsupport.IntegrationEnvironment;
import org.apicdr.testsupport.KubeApi;
import org.apicdr.testsupport.KubeApiExtension;
import org.apicdr.testsupport.RunningService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The service beside the documented procedure and restic, in one run, on the same API server and sshd, near and far away.
 * Prints a table; asserts only that all of them did their work.
 */
@ExtendWith(KubeApiExtension.class)
class RecoveryBenchmark {

    private static final List<Duration> ROUND_TRIPS = List.of(Duration.ZERO, Duration.ofMillis(60));

    @Test
    @Timeout(value = 60, unit = MINUTES)
    void compares_the_service_with_what_a_user_could_use_instead(KubeApi api) throws Exception {
        try (var parts = IntegrationEnvironment.start(api);
                var near = Route.of(parts, Duration.ZERO)) {
            var benchmarkData = BenchmarkData.of(parts);
            try (var service = RunningService.start(parts.folder(), near.properties(benchmarkData.namespaces()))) {
                new Workload(benchmarkData).run(service.address());
            }
            var others = Others.of(benchmarkData, near);
            var lines = new ArrayList<String>();
            for (var roundTrip : ROUND_TRIPS) {
                try (var route = Route.of(parts, roundTrip)) {
                    lines.addAll(Round.measure(benchmarkData, route, others));
                }
            }
            assertThat(lines).isNotEmpty();
            print(Machine.description(api, others.restic().isPresent()), lines);
        }
    }

    private static void print(String machine, List<String> lines) {
        System.out.printf("""

                On %s:

                | | round trip | apic-dr | kubectl and sftp | restic over SFTP | waits | floor | target |
                |---|---|---|---|---|---|---|---|
                %s

                """, machine, String.join(System.lineSeparator(), lines));
    }
}
