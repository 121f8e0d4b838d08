package org.apicdr.bundle;

import static org.apicdr.bundle.BundleForge.FOLDER;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apicdr.core.Deadline;
import org.apicdr.subsystem.SubsystemRef;
import org.apicdr.testsupport.SettableClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class FolderListingCacheTest {

    private static final String OLD = "management-82b290a2-20261121T030000Z-1f9a3c2b.tar";
    private static final String NEW = "management-82b290a2-20261122T030000Z-00000000.tar";

    private final InMemoryBundles store = new InMemoryBundles();
    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-22T03:00:00Z"));
    private final Deadline deadline = Deadline.in(Duration.ofSeconds(25));
    private final VerdictMarkerCodec markers = VerdictFixture.markers(Map.of(), BundleForge.SITE);
    private final FolderListingCache folderListingCache =
            new FolderListingCache(store, markers, clock, Ticker.systemTicker());

    @BeforeEach
    void put_a_bundle() {
        store.put(FOLDER, OLD, new byte[7]);
    }

    @Test
    void show_bundles_newest_first() {
        store.put(FOLDER, NEW, new byte[9]);

        var listing = folderListingCache.refresh(FOLDER, deadline);

        assertThat(listing.bundles())
                .extracting(bundle -> bundle.id().fileName())
                .containsExactly(NEW, OLD);
        assertThat(listing.bundles()).extracting(StoredBundle::sizeBytes).containsExactly(9L, 7L);
        assertThat(listing.at()).isEqualTo(clock.instant());
    }

    @Test
    void are_remembered_for_five_seconds() {
        folderListingCache.get(FOLDER, deadline);
        store.put(FOLDER, NEW, new byte[0]);

        clock.advance(Duration.ofSeconds(5));

        assertThat(folderListingCache.get(FOLDER, deadline).bundles()).hasSize(1);
        assertThat(store.listed()).isEqualTo(1);
    }

    @Test
    void are_read_anew_after_five_seconds() {
        folderListingCache.get(FOLDER, deadline);
        store.put(FOLDER, NEW, new byte[0]);

        clock.advance(Duration.ofMillis(5001));

        assertThat(folderListingCache.get(FOLDER, deadline).bundles()).hasSize(2);
    }

    @Test
    void are_read_anew_for_whoever_asks_for_a_fresh_one() {
        folderListingCache.get(FOLDER, deadline);
        store.put(FOLDER, NEW, new byte[0]);

        assertThat(folderListingCache.refresh(FOLDER, deadline).bundles()).hasSize(2);
        assertThat(folderListingCache.get(FOLDER, deadline).bundles()).hasSize(2);
    }

    @Test
    void are_read_anew_after_a_change_of_our_own() {
        folderListingCache.get(FOLDER, deadline);
        store.put(FOLDER, NEW, new byte[0]);

        folderListingCache.invalidate(FOLDER);

        assertThat(folderListingCache.get(FOLDER, deadline).bundles()).hasSize(2);
    }

    @Test
    void count_foreign_files_and_such_from_the_future() {
        store.put(FOLDER, "notes.txt", new byte[0]);
        store.put(FOLDER, "other-82b290a2-20261122T030000Z-1f9a3c2b.tar", new byte[0]);
        store.put(FOLDER, "management-82b290a2-20261122T030500Z-1f9a3c2b.tar", new byte[0]);
        store.put(FOLDER, "management-82b290a2-20261122T030501Z-1f9a3c2b.tar", new byte[0]);

        var listing = folderListingCache.refresh(FOLDER, deadline);

        assertThat(listing.bundles()).hasSize(2);
        assertThat(listing.foreign()).isEqualTo(3);
    }

    @Test
    void are_bounded_by_the_number_of_names_in_all_folders() {
        var names = FolderListingCache.<Integer>bounded(count -> count);
        for (int i = 0; i < 40; i++) {
            names.put(new SubsystemRef("apic", "planted" + i), FolderListingCache.MAX_NAMES / 3);
        }
        assertThat(names).hasSizeLessThan(3);

        names.put(FOLDER, FolderListingCache.MAX_NAMES + 1);
        assertThat(names).doesNotContainKey(FOLDER);

        for (int i = 0; i < 2 * FolderListingCache.MAX_NAMES; i++) {
            names.put(new SubsystemRef("apic", "invented" + i), 0);
        }
        assertThat(names).hasSizeLessThan(FolderListingCache.MAX_NAMES / 2);
    }
}
