package org.apicdr.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apicdr.capture.CaptureWarmUp;
import org.apicdr.core.Deadline;
import org.apicdr.subsystem.SubsystemQuery;
import org.apicdr.subsystem.SubsystemService;
import org.junit.jupiter.api.Test;

/** A warm-up builds bundles, but stores, counts and reports none. */
@QuarkusTest
class CaptureWarmUpTest extends RestTest {

    @Inject
    CaptureWarmUp captureWarmUp;

    @Inject
    SubsystemService subsystems;

    @Test
    void stores_nothing_and_is_not_counted_as_a_capture() {
        world().subsystem();
        var before = captures();

        var log = warmUp(Duration.ofSeconds(20));

        assertThat(log).doesNotContain("Captured ").doesNotContain("The warm-up capture");
        assertThat(captures()).isEqualTo(before);
        assertThat(world().files()).isEmpty();
    }

    @Test
    void does_not_fail_when_it_cannot_build_a_bundle() {
        world().subsystem();
        world().stopStore();
        try {
            assertThat(warmUp(Duration.ofSeconds(20))).doesNotContain("ERROR").doesNotContain("SEVERE");
            assertThat(warmUp(Duration.ZERO)).doesNotContain("ERROR").doesNotContain("SEVERE");
        } finally {
            world().resumeStore();
        }
    }

    private String warmUp(Duration time) {
        var deadline = Deadline.in(Duration.ofSeconds(20));
        var snapshot = subsystems.snapshot(subsystems.locate(new SubsystemQuery(null, null), deadline), deadline);
        try (var log = CapturedLog.start()) {
            captureWarmUp.warmUp(snapshot, List.of(), Optional.empty(), Deadline.in(time));
            return log.text();
        }
    }

    /** Without the maxima, which the registry forgets after some time. */
    private static List<String> captures() {
        return given().get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith("apic_dr_captures") && !line.contains("_max{"))
                .toList();
    }
}
