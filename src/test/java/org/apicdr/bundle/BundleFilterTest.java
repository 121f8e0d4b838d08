package org.apicdr.bundle;

import static org.apicdr.bundle.BundleForge.FOLDER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ServiceException;
import org.apicdr.subsystem.SubsystemQuery;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class BundleFilterTest {

    private static final Instant TIME = Instant.parse("2026-11-22T03:00:00Z");
    private static final SubsystemQuery ANY = new SubsystemQuery(null, null);

    private final StoredBundle bundle =
            new StoredBundle(FOLDER, new BundleId("management-82b290a2-20261122T030000Z-1f9a3c2b"), 7);

    @Test
    void shows_what_was_made_at_or_after_since_and_before_until() {
        assertThat(new BundleFilter(ANY, TIME, TIME.plusSeconds(1), Optional.empty()).shows(bundle))
                .isTrue();
        assertThat(new BundleFilter(ANY, TIME.plusSeconds(1), null, Optional.empty()).shows(bundle))
                .isFalse();
        assertThat(new BundleFilter(ANY, null, TIME, Optional.empty()).shows(bundle))
                .isFalse();
    }

    @Test
    void hides_what_the_page_before_showed() {
        var next = new BundleFilter(ANY, null, null, BundleFilter.parse(BundleFilter.cursor(bundle)));
        var older = new StoredBundle(FOLDER, new BundleId("management-82b290a2-20261122T025959Z-1f9a3c2b"), 7);
        var newer = new StoredBundle(FOLDER, new BundleId("management-82b290a2-20261122T030001Z-1f9a3c2b"), 7);

        assertThat(next.shows(bundle)).isFalse();
        assertThat(next.shows(newer)).isFalse();
        assertThat(next.shows(older)).isTrue();
    }

    @Test
    void begins_at_the_top_without_a_cursor() {
        assertThat(BundleFilter.parse(null)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "apic",
                "apic/management",
                "apic/management/x",
                "Apic/management/management-82b290a2-20261122T030000Z-1f9a3c2b",
                "apic/../management-82b290a2-20261122T030000Z-1f9a3c2b"
            })
    void refuses_a_cursor_that_it_did_not_give(String place) {
        var cursor = Base64.getUrlEncoder().encodeToString(place.getBytes(StandardCharsets.UTF_8));

        assertRefused(cursor);
    }

    @Test
    void refuses_a_cursor_that_is_not_base64() {
        assertRefused("?");
    }

    private static void assertRefused(String cursor) {
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> BundleFilter.parse(cursor))
                .withMessage("cursor is not valid. Use the nextCursor of an earlier response, unchanged.")
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST));
    }
}
