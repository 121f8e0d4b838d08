package org.apicdr.bundle;

import static org.apicdr.bundle.BundleForge.FOLDER;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apicdr.core.Deadline;
import org.apicdr.crypto.SealingKeys;
import org.apicdr.crypto.SealingKeysFixture;
import org.apicdr.subsystem.SubsystemQuery;
import org.apicdr.subsystem.SubsystemRef;
import org.apicdr.testsupport.SettableClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("unit")
class BundleListTest {

    private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");
    private static final SubsystemRef OTHER = new SubsystemRef("other", "management");
    private static final SubsystemQuery ANY = new SubsystemQuery(null, null);

    private final InMemoryBundles store = new InMemoryBundles();
    private SealingKeys sealingKeys = SealingKeysFixture.seals(Map.of());
    private final Deadline deadline = Deadline.in(Duration.ofSeconds(25));

    @Test
    void lead_from_one_to_the_next_without_gap_or_repetition() {
        for (int i = 0; i < 5; i++) {
            var id = BundleId.of("management", "s", NOW.minusSeconds(i / 2), "0000000" + i, false);
            store.put(i % 2 == 0 ? FOLDER : OTHER, id.fileName(), new byte[0]);
        }

        var first = page(null);
        var second = page(first.nextCursor());
        var third = page(second.nextCursor());

        assertThat(first.items()).extracting(item -> item.id().payloadDigest()).containsExactly("00000001", "00000000");
        assertThat(second.items())
                .extracting(item -> item.id().payloadDigest())
                .containsExactly("00000003", "00000002");
        assertThat(third.items()).extracting(item -> item.id().payloadDigest()).containsExactly("00000004");
        assertThat(third.nextCursor()).isNull();
    }

    @Test
    void count_foreign_files() {
        store.put(FOLDER, "management-s-20261122T030000Z-1f9a3c2b.tar", new byte[0]);
        store.put(FOLDER, "x", new byte[0]);
        store.put(OTHER, "y", new byte[0]);

        assertThat(page(null).foreignFiles()).isEqualTo(2);
    }

    @Test
    void count_forged_verdicts(@TempDir Path dir) {
        sealingKeys = SealingKeysFixture.seals(Map.of("signing-key-file", VerdictFixture.key(dir, "signer")));
        store.put(FOLDER, "x", new byte[0]);
        store.verdicts().add("y");

        assertThat(page(null).forgedVerdicts()).isEqualTo(1);
    }

    private BundlePage page(@Nullable String cursor) {
        var filter = new BundleFilter(ANY, null, null, BundleFilter.parse(cursor));
        return bundles().list(filter, 2, true, deadline).page();
    }

    private BundleService bundles() {
        return BundleServiceFixture.of(store, sealingKeys, new SettableClock(NOW))
                .bundles();
    }
}
