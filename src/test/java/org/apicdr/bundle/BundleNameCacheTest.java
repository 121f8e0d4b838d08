package org.apicdr.bundle;

import static org.apicdr.bundle.BundleForge.FOLDER;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.apicdr.bundle.FolderListingCache.BundleNameCache;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class BundleNameCacheTest {

    private static final String OLD = "management-82b290a2-20261121T030000Z-1f9a3c2b.tar";
    private static final String MIDDLE = "management-82b290a2-20261121T030001Z-ffffffff.tar";
    private static final String NEW = "management-82b290a2-20261122T030000Z-00000000.tar";

    private final BundleNameCache cache = new BundleNameCache();

    @Test
    void sorts_bundles_newest_first_whenever_they_were_added() {
        assertThat(names(OLD, "notes.txt", NEW)).containsExactly(NEW, OLD);
        assertThat(names(MIDDLE, OLD, "notes.txt", NEW)).containsExactly(NEW, MIDDLE, OLD);
        assertThat(names(MIDDLE, NEW)).containsExactly(NEW, MIDDLE);
        assertThat(names(OLD)).containsExactly(OLD);
    }

    @Test
    void parses_a_name_once() {
        var first = cache.bundles(FOLDER, Set.of(OLD)).get(0);
        var again = cache.bundles(FOLDER, Set.of(OLD, NEW)).get(1);

        assertThat(again).isSameAs(first);
    }

    @Test
    void tells_which_folders_held_a_bundle() {
        var id = id(NEW);
        names(OLD);

        assertThat(cache.holding(id)).isEmpty();

        cache.add(FOLDER, id);
        assertThat(cache.holding(id)).containsExactly(FOLDER);
        assertThat(names(OLD, NEW)).containsExactly(NEW, OLD);

        names(OLD);
        assertThat(cache.holding(id)).isEmpty();
    }

    @Test
    void keeps_the_order_when_a_bundle_is_added_once_or_twice() {
        names(OLD, NEW);
        cache.add(FOLDER, id(MIDDLE));
        cache.add(FOLDER, id(MIDDLE));

        assertThat(List.of(OLD, MIDDLE, NEW))
                .allSatisfy(name -> assertThat(cache.holding(id(name))).containsExactly(FOLDER));
        assertThat(names(MIDDLE, OLD, NEW)).containsExactly(NEW, MIDDLE, OLD);
    }

    private static BundleId id(String fileName) {
        return new BundleId(fileName.replace(".tar", ""));
    }

    private List<String> names(String... files) {
        return cache.bundles(FOLDER, Set.of(files)).stream()
                .map(BundleId::fileName)
                .toList();
    }
}
