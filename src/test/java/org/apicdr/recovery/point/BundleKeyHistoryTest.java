package org.apicdr.recovery.point;

import static org.apicdr.recovery.point.KeyFixture.bundled;
import static org.apicdr.recovery.point.KeyFixture.resealed;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;
import org.apicdr.backup.BackupTimestamp;
import org.apicdr.bundle.BundleId;
import org.apicdr.bundle.StoredBundle;
import org.apicdr.core.Deadline;
import org.apicdr.core.ParallelExecutorFixture;
import org.apicdr.crypto.SigningKey;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("unit")
class BundleKeyHistoryTest {

    private static SigningKey signer;

    private final Map<BundleId, BundledEncryptionKey> authentic = new TreeMap<>();
    private final Map<BundleId, BundledEncryptionKey> cached = new TreeMap<>();
    private final Set<BundleId> notAuthentic = new TreeSet<>();
    private final List<StoredBundle> stored = new ArrayList<>();
    private final ConcurrentSkipListSet<BundleId> read = new ConcurrentSkipListSet<>();

    @BeforeAll
    static void make_key(@TempDir Path dir) {
        signer = KeyFixture.signer(dir, "signer");
    }

    @Test
    void reads_only_the_bundles_next_to_the_backups() {
        for (int day = 10; day < 20; day++) {
            put(bundled("2026-11-%dT00:00:00Z".formatted(day), "key", signer));
        }

        var keys = around(at("2026-11-12T12:00:00Z"), at("2026-11-13T12:00:00Z"));

        assertThat(keys).extracting(key -> key.at().toString().substring(8, 10)).containsExactly("12", "13", "14");
        assertThat(read).hasSize(3);
    }

    @Test
    void walks_on_past_what_is_not_authentic() {
        var first = put(bundled("2026-11-10T00:00:00Z", "key", signer));
        plant("2026-11-11T00:00:00Z");
        plant("2026-11-12T00:00:00Z");
        plant("2026-11-14T00:00:00Z");
        var last = put(bundled("2026-11-15T00:00:00Z", "key", signer));

        assertThat(around(at("2026-11-13T00:00:00Z"))).containsExactly(first, last);
    }

    @Test
    void finds_what_was_captured_before_under_a_later_name() {
        put(bundled("2026-11-15T00:00:00Z", "key", signer));
        var anew = put(resealed("2026-11-20T00:00:00Z", "2026-11-10T00:00:00Z", "key", signer));

        assertThat(around(at("2026-11-13T00:00:00Z"))).contains(anew);
    }

    @Test
    void walks_back_past_what_was_sealed_anew_to_what_is_nearer() {
        var nearer = put(bundled("2026-11-11T00:00:00Z", "key", signer));
        put(resealed("2026-11-12T00:00:00Z", "2026-11-01T00:00:00Z", "key", signer));
        put(bundled("2026-11-14T00:00:00Z", "key", signer));

        assertThat(around(at("2026-11-13T00:00:00Z"))).contains(nearer);
    }

    @Test
    void reads_no_bundle_whose_key_is_cached_or_that_is_known_not_to_be_authentic() {
        var before = put(bundled("2026-11-11T00:00:00Z", "key", signer));
        var after = put(bundled("2026-11-14T00:00:00Z", "key", signer));
        cached.put(before.id(), before);
        plant("2026-11-13T00:00:00Z");
        notAuthentic.add(stored.get(2).id());

        assertThat(around(at("2026-11-13T00:00:00Z"))).containsExactly(before, after);
        assertThat(read).containsExactly(after.id());
    }

    @Test
    void looks_no_further_back_than_the_newest_five_hundred() {
        put(bundled("2026-11-02T00:00:00Z", "key", signer));
        for (int i = 0; i < BundleKeyHistory.MAX_BUNDLES; i++) {
            plant(Instant.parse("2026-11-03T00:00:00Z").plusSeconds(i).toString());
        }

        assertThat(around(at("2026-11-04T00:00:00Z"))).isEmpty();
        assertThat(read).hasSize(BundleKeyHistory.MAX_BUNDLES);
    }

    @Test
    void gives_nothing_where_there_is_nothing() {
        assertThat(around(at("2026-11-13T00:00:00Z"))).isEmpty();
    }

    private BundledEncryptionKey put(BundledEncryptionKey key) {
        authentic.put(key.id(), key);
        stored.add(key.bundle());
        return key;
    }

    private void plant(String time) {
        stored.add(KeyFixture.stored(time));
    }

    private List<BundledEncryptionKey> around(BackupTimestamp... backups) {
        var deadline = Deadline.in(Duration.ofSeconds(25));
        var newestFirst = new ArrayList<>(stored);
        Collections.reverse(newestFirst);
        var history = new BundleKeyHistory(
                newestFirst,
                bundle -> !notAuthentic.contains(bundle.id()),
                bundle -> Optional.ofNullable(cached.get(bundle.id())),
                bundle -> {
                    assertThat(read.add(bundle.id())).as("read once").isTrue();
                    return Optional.ofNullable(authentic.get(bundle.id()));
                },
                ParallelExecutorFixture.parallel(),
                deadline);
        return history.keysAround(Stream.of(backups).toList());
    }

    private static BackupTimestamp at(String time) {
        return new BackupTimestamp(Instant.parse(time), Duration.ZERO);
    }
}
