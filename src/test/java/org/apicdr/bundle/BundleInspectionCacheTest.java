package org.apicdr.bundle;

import static org.apicdr.bundle.BundleForge.FOLDER;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apicdr.core.Deadline;
import org.apicdr.core.ParallelExecutorFixture;
import org.apicdr.subsystem.FakeSubsystemReader;
import org.apicdr.subsystem.InstallationFixture;
import org.apicdr.testsupport.SettableClock;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose word is taken for a bundle, and for how long. */
@Tag("unit")
class BundleInspectionCacheTest {

    private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");

    private final InMemoryBundles store = new InMemoryBundles();
    private final AtomicLong nanos = new AtomicLong();
    private final Deadline deadline = Deadline.in(Duration.ofSeconds(25));
    private final BundleForge forge;
    private final BundleInspector bundleInspector;
    private final BundleInspectionCache known;

    BundleInspectionCacheTest(@TempDir Path dir) {
        var clock = new SettableClock(NOW.plusSeconds(1));
        var installation =
                InstallationFixture.installation(new FakeSubsystemReader(), Map.of("site", BundleForge.SITE));
        this.forge = new BundleForge(dir);
        this.bundleInspector = new BundleInspector(store, forge.seals(), installation, clock);
        var finder = new NewestBundleFinder(bundleInspector, ParallelExecutorFixture.parallel());
        this.known = new BundleInspectionCache(bundleInspector, finder, clock, nanos::get);
    }

    @Test
    void what_was_made_is_believed_and_not_read() {
        var bundle = put(NOW);
        known.putCreated(inspected(bundle));

        assertThat(known.getCachedOrRead(bundle, deadline)).isPresent();
        assertThat(store.opened()).isEmpty();
    }

    /** With a manifest of a usual size, of which the cache holds some forty. */
    @Test
    void what_was_made_last_is_believed_after_many_others() {
        var first = put(forge.forge(NOW, manifest -> manifest.put("capture-reason", "x".repeat(10_000))));
        var inspection = inspected(first);
        for (int second = 1; second <= 100; second++) {
            var id = BundleId.of("management", BundleForge.SITE, NOW.plusSeconds(second), "0".repeat(64), false);
            var bundle = new StoredBundle(FOLDER, id, first.sizeBytes());
            known.putCreated(inspection.of(bundle));
            assertThat(known.getCachedOrRead(bundle, deadline)).isPresent();
        }
        assertThat(store.opened()).isEmpty();
    }

    @Test
    void what_was_made_is_read_for_whoever_relies_on_it() {
        var bundle = put(NOW);
        known.putCreated(inspected(bundle));

        assertThat(known.get(bundle, false, deadline)).isPresent();
        assertThat(store.opened()).hasSize(1);
    }

    @Test
    void what_has_another_size_than_was_made_is_read() {
        var bundle = put(NOW);
        known.putCreated(inspected(bundle));

        known.getCachedOrRead(new StoredBundle(FOLDER, bundle.id(), bundle.sizeBytes() - 1), deadline);

        assertThat(store.opened()).hasSize(1);
    }

    @Test
    void what_was_made_an_hour_ago_is_read() {
        var bundle = put(NOW);
        known.putCreated(inspected(bundle));

        nanos.addAndGet(Duration.ofHours(1).toNanos());
        known.getCachedOrRead(bundle, deadline);

        assertThat(store.opened()).hasSize(1);
    }

    @Test
    void the_newest_of_one_second_is_found_among_those_made_without_reading() {
        var one = put(NOW);
        var other = put(NOW);
        known.putCreated(inspected(one));
        known.putCreated(inspected(other));

        var newest = known.newestCachedOrRead(List.of(one, other), deadline);

        assertThat(newest.map(bundleInspection -> bundleInspection.bundle().id()))
                .hasValueSatisfying(id -> assertThat(id).isIn(one.id(), other.id()));
        assertThat(store.opened()).isEmpty();
    }

    @Test
    void one_of_the_same_second_that_somebody_else_made_is_read() {
        var ours = put(NOW);
        var theirs = put(NOW);
        known.putCreated(inspected(ours));

        known.newestCachedOrRead(List.of(ours, theirs), deadline);

        assertThat(store.opened()).containsExactly(theirs.id().fileName());
    }

    private StoredBundle put(Instant createdAt) {
        return put(forge.honest(createdAt));
    }

    private StoredBundle put(BundleForge.Forged forged) {
        store.put(FOLDER, forged.id().fileName(), forged.file());
        return new StoredBundle(FOLDER, forged.id(), forged.file().length);
    }

    /** As whoever made it knows it, who did not read it from the store. */
    private BundleInspection inspected(StoredBundle bundle) {
        var bundleInspection = bundleInspector.inspect(bundle, deadline);
        store.opened().clear();
        return bundleInspection;
    }
}
