package org.apicdr.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apicdr.bundle.BundleForge.FOLDER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apicdr.bundle.BundleForge.Forged;
import org.apicdr.bundle.OpenedPayload.Outcome;
import org.apicdr.bundle.OpenedPayload.Selection;
import org.apicdr.core.Deadline;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ParallelExecutorFixture;
import org.apicdr.core.ServiceException;
import org.apicdr.crypto.SealingKeys;
import org.apicdr.crypto.SealingKeysFixture;
import org.apicdr.crypto.SigningKey;
import org.apicdr.subsystem.SubsystemQuery;
import org.apicdr.testsupport.SettableClock;
import org.apicdr.testsupport.SshKeygen;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The search for the newest authentic bundle beside files that only have the name of one. */
@Tag("unit")
class NewestBundleFinderTest {

    private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");
    private static final int PLANTED = 300;

    /** The first file alone, then batches of 4, 16 and 32. */
    private static final int MOST_BATCHES = 11;

    private final InMemoryBundles store = new InMemoryBundles();
    private final SettableClock clock = new SettableClock(NOW);
    private final Deadline deadline = Deadline.in(Duration.ofMinutes(5));
    private final ParallelExecutorFixture.Counting batches = ParallelExecutorFixture.counting();
    private final BundleForge forge;
    private BundleServiceFixture fixture;

    NewestBundleFinderTest(@TempDir Path dir) {
        this.forge = new BundleForge(dir);
        this.fixture = BundleServiceFixture.of(store, forge.seals(), clock, batches);
    }

    @Test
    void reads_the_newest_file_alone_if_it_is_authentic() {
        put(forge.honest(NOW.minusSeconds(60)));
        var newest = put(forge.honest(NOW));

        assertThat(newest()).hasValue(newest.id());
        assertThat(store.opened()).hasSize(1);
        assertThat(batches.batches()).isZero();
    }

    @Test
    void reads_planted_files_in_few_batches_and_never_again() {
        plant(PLANTED);
        var honest = put(forge.honest(NOW.minusSeconds(PLANTED)));

        assertThat(newest()).hasValue(honest.id());
        assertThat(store.opened()).hasSize(PLANTED + 1);
        assertThat(batches.batches()).isBetween(1, MOST_BATCHES);

        store.opened().clear();
        assertThat(newest()).hasValue(honest.id());
        assertThat(newestForFreshAnswer()).hasValue(honest.id());
        assertThat(newestForCapture()).hasValue(honest.id());
        assertThat(store.opened()).containsOnly(honest.id().fileName()).hasSize(2);
        assertThat(batches.batches()).isZero();
    }

    @Test
    void reads_no_file_of_a_size_that_no_bundle_has() {
        for (int size : new int[] {100, 4_096, 130_000, BundleArchiveWriter.MAX_FILE + 512}) {
            store.put(FOLDER, name(NOW.plusSeconds(size % 97)), new byte[size]);
        }
        var honest = put(forge.honest(NOW.minusSeconds(60)));

        assertThat(newest()).hasValue(honest.id());
        assertThat(store.opened()).containsExactly(honest.id().fileName());
        assertThat(fixture.bundles().folderContents(FOLDER, deadline).bundles()).hasSize(5);
    }

    @Test
    void reads_a_file_whose_size_may_not_be_known_once() {
        store.put(FOLDER, name(NOW), new byte[0]);
        var honest = put(forge.honest(NOW.minusSeconds(60)));

        assertThat(newest()).hasValue(honest.id());
        assertThat(newest()).hasValue(honest.id());

        assertThat(store.opened()).filteredOn(name(NOW)::equals).hasSize(1);
    }

    @Test
    void opens_the_payload_of_the_newest_behind_planted_files() {
        plant(20);
        var honest = put(forge.of(NOW.minusSeconds(60), Map.of("management/settings.yaml", "a: b\n".getBytes(UTF_8))));

        var latest = fixture.bundles()
                .latest(new SubsystemQuery(FOLDER.namespace(), FOLDER.cluster()), Selection.RESOURCES, deadline);

        assertThat(latest.bundle().id()).isEqualTo(honest.id());
        assertThat(latest.payload().outcome()).isEqualTo(Outcome.OPENED);
    }

    @Test
    void reads_a_file_again_once_its_size_has_changed() {
        var bundle = forge.honest(NOW);
        store.put(FOLDER, bundle.id().fileName(), new byte[bundle.file().length + 512]);
        assertThat(newest()).isEmpty();

        put(bundle);

        assertThat(newest()).hasValue(bundle.id());
    }

    @Test
    void reads_a_file_again_once_its_time_has_changed() {
        var bundle = forge.honest(NOW);
        store.put(FOLDER, bundle.id().fileName(), new byte[bundle.file().length]);
        store.setModified(bundle.id().fileName(), NOW);
        assertThat(newest()).isEmpty();

        put(bundle);
        store.setModified(bundle.id().fileName(), NOW.plusSeconds(1));

        assertThat(newest()).hasValue(bundle.id());
    }

    @Test
    void reads_a_file_again_after_a_while() {
        store.put(FOLDER, name(NOW), new byte[5_120]);
        store.put(FOLDER, name(NOW.minusSeconds(1)), new byte[5_120]);
        store.setModified(name(NOW), NOW);
        newest();
        store.opened().clear();

        clock.advance(NotAuthenticCache.MAX_AGE_WITHOUT_TIME);
        newest();
        assertThat(store.opened()).containsExactly(name(NOW.minusSeconds(1)));

        clock.advance(NotAuthenticCache.MAX_AGE);
        newest();
        assertThat(store.opened()).contains(name(NOW));
    }

    @Test
    void finds_a_restored_bundle_once_it_was_read_by_its_id() {
        var bundle = forge.honest(NOW);
        store.put(FOLDER, bundle.id().fileName(), new byte[bundle.file().length]);
        store.setModified(bundle.id().fileName(), NOW);
        assertThat(newest()).isEmpty();

        put(bundle);
        fixture.bundles().get(new SubsystemQuery(FOLDER.namespace(), FOLDER.cluster()), bundle.id(), deadline);

        assertThat(newest()).hasValue(bundle.id());
    }

    @Test
    void finds_a_bundle_whose_signer_is_allowed_later(@TempDir Path dir) throws IOException {
        var stranger = SigningKey.read(SshKeygen.keyPair(dir.resolve("stranger"), "ed25519", ""));
        var signers = Files.writeString(dir.resolve("allowed_signers"), "# none yet\n");
        fixture = BundleServiceFixture.of(store, keys(dir, signers), clock, batches);
        var bundle = put(forge.forge(NOW, json -> {}, stranger));
        assertThat(newest()).isEmpty();
        assertThat(newestForFreshAnswer()).isEmpty();

        Files.writeString(signers, stranger.publicKey().allowedSignersLine(BundleForge.SITE) + "\n");

        assertThat(newest()).hasValue(bundle.id());
        assertThat(newestForCapture()).hasValue(bundle.id());
    }

    @Test
    void does_not_take_an_unreadable_file_for_one_that_is_not_authentic() {
        plant(3);
        var newest = put(forge.honest(NOW));
        var failure = new ServiceException(ErrorCode.STORE_UNAVAILABLE, "The connection was lost.");
        store.setUnreadable(newest.id().fileName(), failure);

        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(this::newest)
                .isEqualTo(failure);

        store.setUnreadable(newest.id().fileName(), null);
        assertThat(newest()).hasValue(newest.id());
    }

    @Test
    void does_not_fail_for_an_older_file_of_the_same_batch() {
        plant(2);
        var newest = put(forge.honest(NOW.minusSeconds(10)));
        var older = put(forge.honest(NOW.minusSeconds(60)));
        store.setUnreadable(
                older.id().fileName(), new ServiceException(ErrorCode.STORE_UNAVAILABLE, "The connection was lost."));

        assertThat(newest()).hasValue(newest.id());
        assertThat(store.opened()).contains(older.id().fileName());
    }

    @Test
    void goes_on_where_the_search_before_ran_out_of_time() {
        plant(PLANTED);
        var honest = put(forge.honest(NOW.minusSeconds(PLANTED)));
        var past = Deadline.in(Duration.ZERO);

        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> fixture.bundles().newestAuthentic(listed(), manifest -> true, past))
                .withMessageContaining("took too long: 1 of 301 files")
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.DEADLINE_PASSED));
        store.opened().clear();

        assertThat(newest()).hasValue(honest.id());
        assertThat(store.opened())
                .hasSize(PLANTED)
                .doesNotContain(listed().get(0).id().fileName());
    }

    @Test
    void keeps_nothing_of_large_planted_manifests() {
        var large = forge.forge(NOW, json -> json.put("planted", "{},".repeat(57_000)), forge.strangersKey());
        IntStream.range(0, 500).forEach(i -> store.put(FOLDER, name(NOW.minusSeconds(i)), large.file()));

        assertThat(newestForFreshAnswer()).isEmpty();

        for (var bundle : listed()) {
            var kept = fixture.inspections()
                    .get(bundle, false, deadline)
                    .orElseThrow()
                    .inspection();
            assertThat(kept.manifestFile()).isEmpty();
            assertThat(kept.contents()).isEmpty();
            assertThat(kept.describeFailures()).hasSizeLessThan(1_000);
        }
    }

    /** Puts files of zeros there, each a second older than the one before. */
    private void plant(int count) {
        for (int i = 0; i < count; i++) {
            var name = name(NOW.minusSeconds(i));
            store.put(FOLDER, name, new byte[5_120]);
            store.setModified(name, NOW);
        }
    }

    private static String name(Instant time) {
        return BundleId.of("management", "82b290a2", time, String.format(Locale.ROOT, "%08x", 0), false)
                .fileName();
    }

    private Forged put(Forged bundle) {
        store.put(FOLDER, bundle.id().fileName(), bundle.file());
        return bundle;
    }

    private List<StoredBundle> listed() {
        return fixture.bundles().folderContents(FOLDER, deadline).bundles();
    }

    private Optional<BundleId> newest() {
        return id(fixture.bundles().newestAuthentic(FOLDER, manifest -> true, deadline));
    }

    private Optional<BundleId> newestForFreshAnswer() {
        return id(fixture.inspections()
                .newestAuthentic(listed(), true, deadline)
                .map(BundleInspectionCache.Known::inspection));
    }

    private Optional<BundleId> newestForCapture() {
        return id(fixture.inspections().newestCachedOrRead(listed(), deadline));
    }

    private static Optional<BundleId> id(Optional<BundleInspection> inspection) {
        return inspection.map(found -> found.bundle().id());
    }

    private static SealingKeys keys(Path dir, Path signers) {
        return SealingKeysFixture.seals(Map.of(
                "signing-key-file",
                SshKeygen.keyPair(dir.resolve("signer"), "ed25519", ""),
                "allowed-signers-file",
                signers));
    }
}
