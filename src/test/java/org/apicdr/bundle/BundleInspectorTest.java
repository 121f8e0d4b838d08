package org.apicdr.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apicdr.bundle.BundleForge.FOLDER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.apicdr.bundle.BundleForge.Forged;
import org.apicdr.bundle.OpenedPayload.Outcome;
import org.apicdr.bundle.OpenedPayload.Selection;
import org.apicdr.core.Deadline;
import org.apicdr.core.ServiceException;
import org.apicdr.crypto.SealingKeys;
import org.apicdr.crypto.SealingKeysFixture;
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

    private static Path dir;
    private static BundleForge forge;

    private final InMemoryBundles store = new InMemoryBundles();
    private final Deadline deadline = Deadline.in(Duration.ofSeconds(25));

    @BeforeAll
    static void make_keys(@TempDir Path folder) {
        dir = folder;
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

    @ParameterizedTest
    @EnumSource(names = {"RESOURCES", "WHOLE"})
    void reads_the_file_again_to_open_a_payload_that_is_too_large_to_be_kept(Selection selection) {
        var bundle = put(large());

        var inspection = inspector().inspect(bundle, selection, deadline);

        assertThat(inspection.payload().outcome()).isEqualTo(Outcome.OPENED);
        assertThat(inspection.payload().payload().orElseThrow().entries()).containsOnlyKeys(SETTINGS);
        assertThat(store.opened()).hasSize(2);
    }

    @Test
    void gives_out_no_large_payload_that_was_replaced_between_two_reads() {
        var large = large();
        var other = large();
        var bundle = put(large);
        store.putAfterNextRead(FOLDER, bundle.id().fileName(), withPayloadOf(other, large));

        var payload = inspector().inspect(bundle, Selection.WHOLE, deadline).payload();

        assertThat(payload.outcome()).isEqualTo(Outcome.CORRUPT);
        assertThat(payload.reason()).isEqualTo("The file was replaced after its manifest was read.");
        assertThat(payload.payload()).isEmpty();
    }

    @Test
    void decrypts_no_payload_that_replaced_the_signed_one() throws IOException {
        var honest = honest();
        var bundle = honest.in(FOLDER);
        store.put(FOLDER, bundle.id().fileName(), withPayloadOf(honest(), honest));
        var unreadable = Files.writeString(dir.resolve("unreadable"), "AGE-SECRET-KEY-1\n");
        var keys = SealingKeysFixture.seals(Map.of(
                "signing-key-file", dir.resolve("signer"),
                "recipients", forge.seals().recipients().values().get(0),
                "identity-file", unreadable));

        assertNotOpened(inspector(keys).inspect(bundle, Selection.WHOLE, deadline));

        put(honest);
        assertThatExceptionOfType(ServiceException.class)
                .as("the identity is read to decrypt")
                .isThrownBy(() -> inspector(keys).inspect(bundle, Selection.WHOLE, deadline));
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
        assertThat(changed.reason()).isEqualTo("The file was replaced after its manifest was read.");
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

    /** Does not compress to a size that is kept in memory. */
    private static Forged large() {
        var random = new byte[BundleInspector.MAX_SEALED_IN_MEMORY];
        new SecureRandom().nextBytes(random);
        var yaml = "data: {key: %s}\n".formatted(Base64.getEncoder().encodeToString(random));
        return forge.of(NOW, Map.of(SETTINGS, yaml.getBytes(UTF_8)));
    }

    /** The file of a bundle with the payload of another one. */
    private static byte[] withPayloadOf(Forged other, Forged bundle) {
        try {
            var payload = ArchiveReader.open(new ByteArrayInputStream(other.file()))
                    .payload()
                    .readAllBytes();
            var archive = ArchiveReader.open(new ByteArrayInputStream(bundle.file()));
            return new BundleArchiveWriter(
                            "# Recovery\n".getBytes(UTF_8), archive.manifest(), archive.signature(), payload)
                    .write(NOW);
        } catch (CorruptBundleException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private StoredBundle put(Forged bundle) {
        store.put(FOLDER, bundle.id().fileName(), bundle.file());
        return bundle.in(FOLDER);
    }

    private BundleInspector inspector() {
        return inspector(forge.seals());
    }

    private BundleInspector inspector(SealingKeys keys) {
        var installation =
                InstallationFixture.installation(new FakeSubsystemReader(), Map.of("site", BundleForge.SITE));
        return new BundleInspector(store, keys, installation, new SettableClock(NOW));
    }
}
