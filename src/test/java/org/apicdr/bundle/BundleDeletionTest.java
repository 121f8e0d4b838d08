package org.apicdr.bundle;

import static org.apicdr.bundle.BundleForge.FOLDER;
import static org.apicdr.bundle.BundleForge.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.apicdr.bundle.BundleForge.Forged;
import org.apicdr.core.Deadline;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ServiceException;
import org.apicdr.subsystem.SubsystemQuery;
import org.apicdr.testsupport.SettableClock;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("unit")
class BundleDeletionTest {

    private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");
    private static final SubsystemQuery ANY = new SubsystemQuery(null, null);

    private static BundleForge forge;

    private final InMemoryBundles store = new InMemoryBundles();
    private final Deadline deadline = Deadline.in(Duration.ofSeconds(25));

    @BeforeAll
    static void make_keys(@TempDir Path dir) {
        forge = new BundleForge(dir);
    }

    @Test
    void removes_an_older_bundle_and_no_other() {
        var older = put(forge.honest(NOW.minusSeconds(60)));
        var newest = put(forge.honest(NOW));

        delete(older, false);

        assertThat(files()).containsExactly(newest.id().fileName());
    }

    @Test
    void keeps_the_newest_authentic_bundle() {
        put(forge.honest(NOW.minusSeconds(60)));
        var newest = put(forge.honest(NOW));

        assertRefused(newest);
    }

    @Test
    void keeps_it_whatever_is_planted_before_it() {
        var newest = put(forge.honest(NOW.minusSeconds(60)));
        put(forge.forge(NOW, json -> json.put("site", "prod-dc2")));

        assertRefused(newest);
    }

    @Test
    void keeps_the_newest_of_another_installation_too() {
        var former = put(forge.forge(NOW.minusSeconds(60), json -> entry(json).put("lineage", "uid-0")));
        put(forge.honest(NOW));

        assertRefused(former);
    }

    @Test
    void removes_the_newest_where_somebody_insists() {
        var newest = put(forge.honest(NOW));

        delete(newest, true);

        assertThat(files()).isEmpty();
    }

    @Test
    void removes_what_is_not_authentic_although_it_is_the_newest() {
        var honest = put(forge.honest(NOW.minusSeconds(60)));
        var forged = put(forge.forge(NOW, json -> json.put("site", "prod-dc2")));

        delete(forged, false);

        assertThat(files()).containsExactly(honest.id().fileName());
    }

    @Test
    void keeps_the_verdicts_on_a_bundle_that_may_not_be_removed() {
        var bundle = put(forge.honest(NOW));
        store.verdicts().add(marker(bundle));
        store.refuse();

        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> delete(bundle, true))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_APPEND_ONLY));
        assertThat(store.verdicts()).hasSize(1);
    }

    @Test
    void removes_the_verdicts_on_the_bundle() {
        var bundle = put(forge.honest(NOW));
        store.verdicts().add(marker(bundle));

        delete(bundle, true);

        assertThat(store.verdicts()).isEmpty();
    }

    @Test
    void says_that_there_is_none() {
        var bundle = forge.honest(NOW);

        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> delete(bundle, true))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.BUNDLE_NOT_FOUND));
    }

    private void assertRefused(Forged bundle) {
        var before = files();

        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> delete(bundle, false))
                .withMessageContaining("?force=true")
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.LAST_GOOD_BUNDLE));
        assertThat(files()).isEqualTo(before);
    }

    private static String marker(Forged bundle) {
        return markers().make(bundle.in(FOLDER), Verdict.PASS, NOW).fileName();
    }

    private Iterable<String> files() {
        return store.list(FOLDER, deadline).files().stream()
                .map(BundleStore.StoredFile::name)
                .toList();
    }

    private Forged put(Forged bundle) {
        store.put(FOLDER, bundle.id().fileName(), bundle.file());
        return bundle;
    }

    private void delete(Forged bundle, boolean force) {
        BundleServiceFixture.of(store, forge.seals(), new SettableClock(NOW))
                .bundles()
                .delete(ANY, bundle.id(), force, deadline);
    }

    private static VerdictMarkerCodec markers() {
        return new VerdictMarkerCodec(forge.seals(), VerdictFixture.installation(BundleForge.SITE));
    }
}
