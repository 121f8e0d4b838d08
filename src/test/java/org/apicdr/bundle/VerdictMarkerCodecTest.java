package org.apicdr.bundle;

import static org.apicdr.bundle.BundleForge.FOLDER;
import static org.apicdr.bundle.BundleForge.SITE;
import static org.apicdr.bundle.VerdictFixture.markers;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apicdr.subsystem.SubsystemRef;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("unit")
class VerdictMarkerCodecTest {

    private static final Instant AT = Instant.parse("2026-11-22T04:05:06Z");
    private static final StoredBundle BUNDLE =
            new StoredBundle(FOLDER, new BundleId("management-82b290a2-20261122T030000Z-1f9a3c2b"), 7);

    private static Path ours;
    private static Path strangers;

    @BeforeAll
    static void make_keys(@TempDir Path dir) {
        ours = VerdictFixture.key(dir, "ours");
        strangers = VerdictFixture.key(dir, "strangers");
    }

    @Test
    void are_known_again_newest_first() {
        var older = markers(ours).make(BUNDLE, Verdict.PASS, AT.minusSeconds(9));
        var newer = markers(ours).make(BUNDLE, Verdict.FAIL, AT);

        var found = look(markers(ours), older.fileName(), newer.fileName());

        assertThat(found.genuine()).containsExactly(newer, older);
        assertThat(found.forged()).isZero();
    }

    @Test
    void are_forged_where_the_name_was_changed() {
        var name = markers(ours).make(BUNDLE, Verdict.FAIL, AT).fileName();

        assertForged(
                markers(ours),
                name.replace("~fail~", "~pass~"),
                name.replace("T040506Z~", "T040507Z~"),
                name.replace("-1f9a3c2b~", "-1f9a3c2c~"),
                name.replaceAll(".$", name.endsWith("0") ? "1" : "0"),
                name + "~",
                "notes.txt");
    }

    @Test
    void are_forged_where_they_come_from_another_place() {
        var other = new StoredBundle(new SubsystemRef("other", "management"), BUNDLE.id(), 7);

        assertForged(markers(ours), markers(ours).make(other, Verdict.PASS, AT).fileName());
        assertForged(
                markers(ours),
                markers(Map.of("signing-key-file", ours), "prod-dc2")
                        .make(BUNDLE, Verdict.PASS, AT)
                        .fileName());
    }

    @Test
    void are_forged_where_they_are_ahead_of_the_clock() {
        assertForged(
                markers(ours),
                markers(ours).make(BUNDLE, Verdict.PASS, AT.plusSeconds(1)).fileName());
    }

    @Test
    void are_forged_where_a_strangers_key_made_them() {
        assertForged(
                markers(ours), markers(strangers).make(BUNDLE, Verdict.PASS, AT).fileName());
    }

    @Test
    void are_known_by_a_former_key() {
        var before = markers(strangers).make(BUNDLE, Verdict.PASS, AT);
        var rotated = markers(Map.of("signing-key-file", ours, "former-signing-key-files", strangers), SITE);

        assertThat(look(rotated, before.fileName()).genuine()).containsExactly(before);
        assertThat(look(rotated, rotated.make(BUNDLE, Verdict.PASS, AT).fileName())
                        .forged())
                .isZero();
    }

    @Test
    void are_neither_known_nor_forged_while_there_is_no_key() {
        var name = markers(ours).make(BUNDLE, Verdict.PASS, AT).fileName();

        assertThat(look(markers(Map.of(), SITE), name)).isEqualTo(VerdictMarkerCodec.Found.NOTHING);
    }

    @Test
    void are_judged_by_the_time_each_time_they_are_listed() {
        var markers = markers(ours);
        var name = markers.make(BUNDLE, Verdict.PASS, AT.plusSeconds(1)).fileName();

        assertThat(markers.read(FOLDER, List.of(name), AT).genuine()).isEmpty();
        assertThat(markers.read(FOLDER, List.of(name), AT.plusSeconds(1)).genuine())
                .hasSize(1);
        assertThat(markers.read(FOLDER, List.of(), AT.plusSeconds(1)).genuine()).isEmpty();
    }

    private static void assertForged(VerdictMarkerCodec markers, String... names) {
        var found = look(markers, names);

        assertThat(found.genuine()).isEmpty();
        assertThat(found.forged()).isEqualTo(names.length);
    }

    private static VerdictMarkerCodec.Found look(VerdictMarkerCodec markers, String... names) {
        return markers.read(FOLDER, List.of(names), AT);
    }
}
