package org.apicdr.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apicdr.bundle.BundleForge.FOLDER;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.apicdr.bundle.BundleForge.Forged;
import org.apicdr.bundle.OpenedPayload.Outcome;
import org.apicdr.bundle.OpenedPayload.Selection;
import org.apicdr.core.Deadline;
import org.apicdr.subsystem.FakeSubsystemReader;
import org.apicdr.subsystem.InstallationFixture;
import org.apicdr.testsupport.SettableClock;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The payload of a bundle, opened in the pass that inspects the bundle. */
@Tag("unit")
class BundleInspectorTest {

    private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");
    private static final String SETTINGS = "management/settings.yaml";

    private static BundleForge forge;

    private final InMemoryBundles store = new InMemoryBundles();
    private final Deadline deadline = Deadline.in(Duration.ofSeconds(25));

    @BeforeAll
    static void make_keys(@TempDir Path dir) {
        forge = new BundleForge(dir);
    }

    @ParameterizedTest
    @EnumSource(names = {"RESOURCES", "WHOLE"})
    void reads_the_file_once_and_opens_its_payload(Selection selection) {
        var bundle = put(honest());

        var inspection = inspector().inspect(bundle, selection, deadline);

        assertThat(inspection.authentic()).isTrue();
        assertThat(inspection.payload().outcome()).isEqualTo(Outcome.OPENED);
        assertThat(inspection.payload().entries()).isEqualTo(1);
        assertThat(inspection.payload().payload().orElseThrow().entries()).containsOnlyKeys(SETTINGS);
        assertThat(store.opened()).hasSize(1);
    }

    @Test
    void finds_the_same_whether_the_payload_is_opened_or_not() {
        var bundle = put(honest());

        var opened = inspector().inspect(bundle, Selection.RESOURCES, deadline);
        var closed = inspector().inspect(bundle, Selection.NONE, deadline);

        assertThat(opened.findings()).isEqualTo(closed.findings());
        assertThat(closed.payload().outcome()).isEqualTo(Outcome.NOT_OPENED);
    }

    @Test
    void opens_no_payload_of_a_stranger() {
        var bundle = put(forge.forge(NOW, json -> {}, forge.strangersKey()));

        assertNotOpened(inspector().inspect(bundle, Selection.WHOLE, deadline));
    }

    @Test
    void gives_out_no_payload_of_a_file_that_ends_early() {
        var honest = honest();
        var bundle = honest.in(FOLDER);
        store.put(FOLDER, bundle.id().fileName(), Arrays.copyOf(honest.file(), honest.file().length - 1));

        assertNotOpened(inspector().inspect(bundle, Selection.WHOLE, deadline));
    }

    @Test
    void tells_what_is_wrong_with_the_payload_and_nothing_else() {
        var bundle = put(forge.packed(NOW, new byte[100]));

        var inspection = inspector().inspect(bundle, Selection.RESOURCES, deadline);

        assertThat(inspection.authentic()).isTrue();
        assertThat(inspection.payload().outcome()).isEqualTo(Outcome.CORRUPT);
        assertThat(inspection.payload().reason()).isNotBlank();
    }

    @Test
    void opens_again_what_has_not_changed_since() {
        var bundle = put(honest());
        var manifest =
                inspector().inspect(bundle, deadline).trusted().orElseThrow().manifest();

        assertThat(inspector().open(bundle, manifest, Selection.WHOLE, deadline).outcome())
                .isEqualTo(Outcome.OPENED);

        store.put(FOLDER, bundle.id().fileName(), new byte[100]);
        var changed = inspector().open(bundle, manifest, Selection.WHOLE, deadline);

        assertThat(changed.outcome()).isEqualTo(Outcome.CORRUPT);
        assertThat(changed.reason()).isEqualTo("The file changed during the verification.");
    }

    private static void assertNotOpened(BundleInspection inspection) {
        assertThat(inspection.authentic()).isFalse();
        assertThat(inspection.payload().outcome()).isEqualTo(Outcome.NOT_OPENED);
        assertThat(inspection.payload().payload()).isEmpty();
        assertThat(inspection.payload().packed()).isEmpty();
    }

    private static Forged honest() {
        return forge.of(NOW, Map.of(SETTINGS, "name: \"management\"\n".getBytes(UTF_8)));
    }

    private StoredBundle put(Forged bundle) {
        store.put(FOLDER, bundle.id().fileName(), bundle.file());
        return bundle.in(FOLDER);
    }

    private BundleInspector inspector() {
        var installation =
                InstallationFixture.installation(new FakeSubsystemReader(), Map.of("site", BundleForge.SITE));
        return new BundleInspector(store, forge.seals(), installation, new SettableClock(NOW));
    }
}
