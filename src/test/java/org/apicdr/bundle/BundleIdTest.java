package org.apicdr.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class BundleIdTest {

    private static final String TAIL = "-20261122T030000Z-1f9a3c2b";

    @Test
    void is_made_of_cluster_site_name_time_and_payload() {
        var id = BundleId.of(
                "management", "82b290a2", Instant.parse("2026-11-22T03:00:00Z"), "1f9a3c2b" + "0".repeat(56), false);

        assertThat(id).hasToString("management-82b290a2" + TAIL);
        assertThat(id.fileName()).isEqualTo(id + ".tar");
        assertThat(id.siteName("management")).isEqualTo("82b290a2");
        assertThat(id.createdAt()).isEqualTo("2026-11-22T03:00:00Z");
        assertThat(id.payloadDigest()).isEqualTo("1f9a3c2b");
        assertThat(id.dirty()).isFalse();
    }

    @Test
    void says_that_the_capture_was_forced() {
        var id = BundleId.of("m", "s", Instant.parse("2026-11-22T03:00:00Z"), "1f9a3c2b", true);

        assertThat(id).hasToString("m-s" + TAIL + "-dirty");
        assertThat(id.dirty()).isTrue();
        assertThat(id.siteName("m")).isEqualTo("s");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "management-82b290a2",
                "../management-82b290a2-20261122T030000Z-1f9a3c2b",
                "a/b-82b290a2-20261122T030000Z-1f9a3c2b",
                "Management-82b290a2-20261122T030000Z-1f9a3c2b",
                "-m-82b290a2-20261122T030000Z-1f9a3c2b",
                "management-20261122T030000Z-1f9a3c2b",
                "management-82b290a2-20261122T030000Z-1F9A3C2B",
                "management-82b290a2-20261122T030000Z-1f9a3c2",
                "management-82b290a2-20261122T030000Z-1f9a3c2b-clean",
                "management-82b290a2-20261122T030000Z-1f9a3c2b\n",
                "management-82b290a2-20261122T030000Z-1f9a3c2b.tar"
            })
    void refuses_what_is_no_id(String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BundleId(value))
                .withMessageContaining(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "20261341T030000Z",
                "20260230T030000Z",
                "20250229T030000Z",
                "20261122T240000Z",
                "20261122T036000Z",
                "20261122T030060Z",
                "20260022T030000Z"
            })
    void refuses_a_time_that_does_not_exist(String time) {
        assertThatIllegalArgumentException().isThrownBy(() -> new BundleId("management-s-" + time + "-1f9a3c2b"));
    }

    @Test
    void is_no_longer_than_a_file_name_can_be_with_what_is_added_to_it() {
        var longest = "m".repeat(BundleId.MAX_LENGTH - "-s".length() - TAIL.length()) + "-s" + TAIL;

        assertThat(new BundleId(longest).value()).hasSize(BundleId.MAX_LENGTH);
        assertThatIllegalArgumentException().isThrownBy(() -> new BundleId("m" + longest));
    }

    @ParameterizedTest
    @CsvSource({
        "management, 82b290a2",
        "acme-mgmt, 82b290a2",
        "acme.mgmt-2, Site-1",
        "m, a-b-c",
        "m, 20261122T030000Z-1f9a3c2b",
        "m, a--"
    })
    void is_found_in_its_clusters_folder_whatever_hyphens_and_dots_there_are(String cluster, String siteName) {
        var found = BundleId.inFolder(cluster, cluster + "-" + siteName + TAIL + ".tar");

        assertThat(found)
                .hasValueSatisfying(id -> assertThat(id.siteName(cluster)).isEqualTo(siteName));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "management-82b290a2-20261122T030000Z-1f9a3c2b",
                "management-82b290a2-20261122T030000Z-1f9a3c2b.tar.gz",
                "other-82b290a2-20261122T030000Z-1f9a3c2b.tar",
                "managementx-82b290a2-20261122T030000Z-1f9a3c2b.tar",
                "management-20261122T030000Z-1f9a3c2b.tar",
                "management-a.b-c-20261122T030000Z-1f9a3c2b.tar",
                "management--c-20261122T030000Z-1f9a3c2b.tar",
                "management-82b290a2-20260230T030000Z-1f9a3c2b.tar",
                "management.tar",
                ".incoming"
            })
    void is_not_found_in_a_foreign_name(String fileName) {
        assertThat(BundleId.inFolder("management", fileName)).isEmpty();
    }

    @Test
    void holds_no_site_name_that_is_too_long() {
        var found = BundleId.inFolder("m", "m-" + "s".repeat(64) + "-x" + TAIL + ".tar");

        assertThat(found).isEmpty();
    }

    @Test
    void has_no_site_name_under_another_cluster() {
        assertThat(new BundleId("management-82b290a2" + TAIL).siteName("manage"))
                .isEmpty();
    }

    @Test
    void may_be_of_each_cluster_that_it_begins_with() {
        assertThat(new BundleId("a-b-c" + TAIL).clusters()).containsExactly("a", "a-b");
        assertThat(new BundleId("a-b.c-d" + TAIL).clusters()).containsExactly("a-b.c");
        assertThat(new BundleId("a.-b" + TAIL).clusters()).isEmpty();
    }
}
