package org.apicdr.bundle;

import static org.apicdr.bundle.BundleForge.FOLDER;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apicdr.bundle.StoredBundle.StoredVerdict;
import org.apicdr.core.Deadline;
import org.apicdr.testsupport.SettableClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("unit")
class VerdictStoreTest {

    private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");
    private static final BundleId ID = new BundleId("management-82b290a2-20261122T030000Z-1f9a3c2b");
    private static final BundleId OTHER = new BundleId("management-82b290a2-20261121T030000Z-00000000");

    private final InMemoryBundles store = new InMemoryBundles();
    private final SettableClock clock = new SettableClock(NOW);
    private final Deadline deadline = Deadline.in(Duration.ofSeconds(25));
    private final FolderListingCache folderListingCache;
    private final VerdictStore verdicts;

    VerdictStoreTest(@TempDir Path dir) {
        var markers = VerdictFixture.markers(VerdictFixture.key(dir, "signer"));
        this.folderListingCache = new FolderListingCache(store, markers, clock, Ticker.systemTicker());
        this.verdicts = new VerdictStore(store, folderListingCache, markers);
    }

    @BeforeEach
    void put_two_bundles() {
        store.put(FOLDER, ID.fileName(), new byte[7]);
        store.put(FOLDER, OTHER.fileName(), new byte[7]);
    }

    @Test
    void are_shown_with_their_bundle_at_once() {
        folderListingCache.get(FOLDER, deadline);

        remember(ID, Verdict.WARN);

        assertThat(shown(ID)).hasValue(new StoredVerdict(Verdict.WARN, NOW));
        assertThat(shown(OTHER)).isEmpty();
    }

    @Test
    void are_not_written_again_within_a_day() {
        remember(ID, Verdict.PASS);
        clock.advance(Duration.ofHours(24).minusSeconds(1));
        remember(ID, Verdict.PASS);

        assertThat(shown(ID)).hasValue(new StoredVerdict(Verdict.PASS, NOW));
    }

    @Test
    void are_written_again_after_a_day() {
        remember(ID, Verdict.PASS);
        clock.advance(Duration.ofHours(24));
        remember(ID, Verdict.PASS);

        assertThat(shown(ID)).hasValue(new StoredVerdict(Verdict.PASS, clock.instant()));
    }

    @Test
    void are_written_at_once_where_the_verdict_is_another() {
        remember(ID, Verdict.PASS);
        clock.advance(Duration.ofSeconds(1));
        remember(ID, Verdict.FAIL);

        assertThat(shown(ID)).hasValue(new StoredVerdict(Verdict.FAIL, clock.instant()));
    }

    @Test
    void take_the_place_of_older_ones_on_the_same_bundle() {
        remember(ID, Verdict.PASS);
        remember(OTHER, Verdict.PASS);
        remember(ID, Verdict.FAIL);
        remember(ID, Verdict.PASS);

        assertThat(store.verdicts()).hasSize(2).allMatch(name -> name.contains("~pass~"));
        assertThat(shown(ID)).hasValue(new StoredVerdict(Verdict.PASS, NOW));
    }

    @Test
    void leave_what_others_wrote() {
        store.verdicts().add(ID + "~20261122T030000Z~fail~" + "0".repeat(32));

        remember(ID, Verdict.PASS);

        assertThat(store.verdicts()).hasSize(2);
        assertThat(shown(ID)).hasValue(new StoredVerdict(Verdict.PASS, NOW));
        assertThat(folderListingCache.refresh(FOLDER, deadline).forged()).isEqualTo(1);
    }

    @Test
    void are_given_up_where_the_store_has_no_room() {
        store.refuse();

        remember(ID, Verdict.PASS);

        assertThat(shown(ID)).isEmpty();
    }

    @Test
    void are_forgotten_with_their_bundle() {
        remember(ID, Verdict.PASS);
        remember(OTHER, Verdict.FAIL);

        verdicts.forget(bundle(ID), deadline);

        assertThat(store.verdicts()).singleElement().asString().startsWith(OTHER + "~");
    }

    @Test
    void of_many_bundles_cost_one_listing() {
        remember(ID, Verdict.FAIL);
        remember(OTHER, Verdict.FAIL);
        var verificationQueue = new VerificationQueue(FOLDER, folderListingCache.refresh(FOLDER, deadline));
        int before = store.listed();

        verificationQueue
                .bundles()
                .forEach(bundle -> verdicts.remember(
                        bundle, new StoredVerdict(Verdict.PASS, clock.instant()), verificationQueue, deadline));

        assertThat(store.listed()).isEqualTo(before);
        assertThat(store.verdicts()).hasSize(2).allMatch(name -> name.contains("~pass~"));
        assertThat(shown(ID)).hasValue(new StoredVerdict(Verdict.PASS, NOW));
    }

    private void remember(BundleId id, Verdict verdict) {
        verdicts.remember(bundle(id), new StoredVerdict(verdict, clock.instant()), null, deadline);
    }

    private Optional<StoredVerdict> shown(BundleId id) {
        return bundle(id).verification();
    }

    private StoredBundle bundle(BundleId id) {
        return folderListingCache.get(FOLDER, deadline).bundles().stream()
                .filter(bundle -> bundle.id().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
