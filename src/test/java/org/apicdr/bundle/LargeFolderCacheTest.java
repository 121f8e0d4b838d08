package org.apicdr.bundle;

import static org.apicdr.bundle.BundleForge.FOLDER;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apicdr.core.Deadline;
import org.apicdr.subsystem.SubsystemRef;
import org.apicdr.testsupport.SettableClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The reuse of listings of large folders, on a store that counts its full listings. */
@Tag("unit")
class LargeFolderCacheTest {

    private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");
    private static final BundleId NEW = new BundleId("management-82b290a2-20261122T030000Z-00000000");

    private final VersionedStore store = new VersionedStore();
    private final SettableClock clock = new SettableClock(NOW);
    private final Ticker ticker = () -> Duration.between(NOW, clock.instant()).toNanos();
    private final FolderListingCache folderListingCache =
            new FolderListingCache(store, VerdictFixture.markers(Map.of(), BundleForge.SITE), clock, ticker);
    private final Deadline deadline = Deadline.in(Duration.ofSeconds(25));

    @BeforeEach
    void fill() {
        IntStream.range(0, FolderListingCache.LARGE)
                .forEach(i -> store.put("management-82b290a2-20260101T000000Z-%08x.tar".formatted(i)));
        folderListingCache.refresh(FOLDER, deadline); // tells that the folder is large
        folderListingCache.refresh(FOLDER, deadline); // tells its version, too
    }

    @Test
    void uses_a_settled_listing_again_until_the_folder_changes() {
        publishAndSettle();

        assertListed(0);

        store.put("management-82b290a2-20260101T000000Z-aaaaaaaa.tar");
        assertListed(1);
    }

    @Test
    void reads_a_folder_in_full_for_callers_that_rely_on_sizes() {
        publishAndSettle();
        int before = store.listed;

        folderListingCache.refresh(FOLDER, deadline);

        assertThat(store.listed).isEqualTo(before + 1);
    }

    @Test
    void does_not_rely_on_a_listing_that_may_miss_a_change_of_the_same_second() {
        publish();
        folderListingCache.refresh(FOLDER, deadline);
        clock.advance(FolderListingCache.SETTLED.minusMillis(1));
        folderListingCache.refresh(FOLDER, deadline);

        store.putWithinTheSecond("management-82b290a2-20260101T000000Z-aaaaaaaa.tar");

        assertListed(1);
    }

    @Test
    void does_not_rely_on_versions_that_were_never_seen_to_change() {
        settle();

        assertListed(1);
    }

    @Test
    void does_not_rely_on_a_server_whose_versions_stay_as_they_are() {
        publishAndSettle();
        store.frozen = true;
        publish();
        settle();

        assertListed(1);
    }

    @Test
    void does_not_rely_on_a_server_that_tells_no_version() {
        publishAndSettle();
        store.version = Optional.empty();
        settle();

        assertListed(1);
    }

    @Test
    void does_not_rely_on_a_listing_with_names_that_time_alone_turns_into_bundles() {
        store.put("management-82b290a2-20261122T030600Z-00000000.tar");
        publish();
        folderListingCache.refresh(FOLDER, deadline);
        clock.advance(FolderListingCache.SETTLED);
        folderListingCache.refresh(FOLDER, deadline);

        assertListed(1);
    }

    private void publishAndSettle() {
        publish();
        settle();
    }

    private void publish() {
        store.put(NEW.fileName());
        folderListingCache.added(FOLDER, NEW);
    }

    private void settle() {
        folderListingCache.refresh(FOLDER, deadline);
        clock.advance(FolderListingCache.SETTLED);
        folderListingCache.refresh(FOLDER, deadline);
    }

    /** What is listed now is what is there, and the store had to list so many times for it. */
    private void assertListed(int times) {
        int before = store.listed;

        var names = folderListingCache.listWithoutSizes(FOLDER, deadline).bundles().stream()
                .map(bundle -> bundle.id().fileName())
                .toList();

        assertThat(names).containsExactlyInAnyOrderElementsOf(store.bundlesAt(clock.instant()));
        assertThat(store.listed).isEqualTo(before + times);
    }

    private static final class VersionedStore extends InMemoryBundles {

        private final List<String> names = new ArrayList<>();
        private Optional<FolderVersion> version = Optional.of(new FolderVersion(1, 0));
        private boolean frozen;
        private int listed;

        void put(String name) {
            putWithinTheSecond(name);
            if (!frozen) {
                version = version.map(former -> new FolderVersion(former.bundlesModified() + 1, 0));
            }
        }

        void putWithinTheSecond(String name) {
            if (!names.contains(name)) {
                names.add(name);
            }
        }

        List<String> bundlesAt(Instant now) {
            return names.stream()
                    .filter(name -> !new BundleId(name.replace(".tar", ""))
                            .createdAt()
                            .isAfter(now.plus(AuthenticityCheck.CLOCK_SKEW)))
                    .toList();
        }

        @Override
        public FolderFiles list(SubsystemRef folder, Deadline deadline) {
            return new FolderFiles(files(), List.of());
        }

        @Override
        public Optional<FolderFiles> listIfChanged(
                SubsystemRef folder, Optional<FolderVersion> known, Deadline deadline) {
            return known.isPresent() && known.equals(version)
                    ? Optional.empty()
                    : Optional.of(new FolderFiles(files(), List.of(), version, false));
        }

        private List<StoredFile> files() {
            listed++;
            return names.stream().map(name -> new StoredFile(name, 7)).toList();
        }
    }
}
