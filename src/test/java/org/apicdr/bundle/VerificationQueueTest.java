package org.apicdr.bundle;

import static org.apicdr.bundle.BundleForge.FOLDER;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.apicdr.bundle.StoredBundle.StoredVerdict;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class VerificationQueueTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    @Test
    void begins_with_what_nobody_has_verified_and_goes_on_with_what_waited_longest() {
        var never = bundle("20261122T030000Z", null);
        var longAgo = bundle("20261121T030000Z", NOON.minusSeconds(60));
        var justNow = bundle("20261120T030000Z", NOON);

        assertThat(VerificationQueueFixture.of(justNow, never, longAgo).bundles())
                .containsExactly(never, longAgo, justNow);
    }

    @Test
    void takes_the_older_bundle_of_two_that_waited_equally_long() {
        var old = bundle("20261101T030000Z", null);
        var young = bundle("20261122T030000Z", null);
        var oldVerified = bundle("20261102T030000Z", NOON);
        var youngVerified = bundle("20261121T030000Z", NOON);

        assertThat(VerificationQueueFixture.of(youngVerified, young, oldVerified, old)
                        .bundles())
                .containsExactly(old, young, oldVerified, youngVerified);
    }

    private static StoredBundle bundle(String time, @Nullable Instant verified) {
        var verification = Optional.ofNullable(verified).map(at -> new StoredVerdict(Verdict.PASS, at));
        return new StoredBundle(
                FOLDER,
                new BundleId("management-82b290a2-%s-1f9a3c2b".formatted(time)),
                7,
                Optional.empty(),
                verification);
    }
}
