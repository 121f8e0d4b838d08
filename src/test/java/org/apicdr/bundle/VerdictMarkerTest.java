package org.apicdr.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.stream.Stream;
import org.apicdr.bundle.StoredBundle.StoredVerdict;
import org.apicdr.bundle.VerdictMarkerCodec.VerdictMarker;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class VerdictMarkerTest {

    private static final BundleId ID = new BundleId("management-82b290a2-20261122T030000Z-1f9a3c2b");
    private static final Instant AT = Instant.parse("2026-11-22T04:05:06Z");
    private static final String TAG = "0123456789abcdef0123456789abcdef";

    @Test
    void says_all_in_its_name() {
        var marker = new VerdictMarker(ID, AT.plusMillis(789), Verdict.WARN, TAG);

        assertThat(marker.fileName())
                .isEqualTo("management-82b290a2-20261122T030000Z-1f9a3c2b~20261122T040506Z~warn~" + TAG);
        assertThat(marker.storedVerdict()).isEqualTo(new StoredVerdict(Verdict.WARN, AT));
    }

    @ParameterizedTest
    @EnumSource
    void is_read_from_its_name(Verdict verdict) {
        var marker = new VerdictMarker(ID, AT, verdict, TAG);

        assertThat(VerdictMarker.parse(marker.fileName())).hasValue(marker);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "~~~",
                "notes.txt",
                "ID~20261122T040506Z~pass",
                "ID~20261122T040506Z~pass~TAG~",
                "ID.tar~20261122T040506Z~pass~TAG",
                "../ID~20261122T040506Z~pass~TAG",
                "ID~20261122T040506~pass~TAG",
                "ID~2026-11-22T04:05:06Z~pass~TAG",
                "ID~20261322T040506Z~pass~TAG",
                "ID~0020261122T040506Z~pass~TAG",
                "ID~+20261122T040506Z~pass~TAG",
                "ID~20261122T040506Z~PASS~TAG",
                "ID~20261122T040506Z~good~TAG",
                "ID~20261122T040506Z~~TAG",
                "ID~20261122T040506Z~pass~",
                "ID~20261122T040506Z~pass~0TAG",
                "ID~20261122T040506Z~pass~0123456789ABCDEF0123456789ABCDEF"
            })
    void is_not_read_from_another_name(String name) {
        assertThat(VerdictMarker.parse(name.replace("ID", ID.value()).replace("TAG", TAG)))
                .isEmpty();
    }

    @Test
    void fits_into_a_file_name_whatever_the_bundle() {
        var id = new BundleId("m".repeat(BundleId.MAX_LENGTH - ID.value().length()) + ID);

        assertThat(new VerdictMarker(id, AT, Verdict.PASS, TAG).fileName()).hasSizeLessThanOrEqualTo(255);
    }

    @Test
    void comes_before_older_ones_and_before_better_ones_of_the_same_second() {
        var older = new VerdictMarker(ID, AT.minusSeconds(1), Verdict.FAIL, TAG);
        var good = new VerdictMarker(ID, AT, Verdict.PASS, TAG);
        var bad = new VerdictMarker(ID, AT, Verdict.FAIL, TAG);

        assertThat(Stream.of(older, good, bad).sorted(VerdictMarker.NEWEST_FIRST))
                .containsExactly(bad, good, older);
    }
}
