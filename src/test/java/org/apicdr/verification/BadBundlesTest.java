package org.apicdr.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apicdr.bundle.BadBundles;
import org.apicdr.bundle.BadBundles.Bad;
import org.apicdr.bundle.BundleForge;
import org.apicdr.bundle.BundleInspectionFixture;
import org.apicdr.bundle.OpenedPayload.Selection;
import org.apicdr.core.Deadline;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("unit")
class BadBundlesTest {

    private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");

    private static BundleForge forge;

    @BeforeAll
    static void make_keys(@TempDir Path dir) {
        forge = new BundleForge(dir);
    }

    @Test
    void are_refused_with_the_reason_in_words() {
        for (var bad : BadBundles.of(forge, NOW.minus(Duration.ofDays(1)))) {
            assertThat(doubts(bad)).as("%s", bad.id()).contains(bad.why());
        }
    }

    private static String doubts(Bad bad) {
        var deadline = Deadline.in(Duration.ofSeconds(25));
        var inspection = BundleInspectionFixture.inspector(forge.seals(), bad.stored(), bad.file(), NOW)
                .inspect(bad.stored(), Selection.RESOURCES, deadline);
        var checks = inspection.trusted().stream()
                .flatMap(
                        file -> new OpenableCheck(forge.seals()).check(file.manifest(), inspection.payload()).stream());
        return Stream.concat(
                        Stream.of(inspection.describeFailures()),
                        checks.filter(verificationCheck -> verificationCheck.outcome() == CheckOutcome.FAIL)
                                .map(VerificationCheck::detail))
                .collect(Collectors.joining("; "));
    }
}
