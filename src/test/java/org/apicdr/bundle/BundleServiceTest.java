package org.apicdr.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apicdr.bundle.BundleForge.FOLDER;
import static org.apicdr.bundle.BundleForge.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apicdr.bundle.BundleForge.Forged;
import org.apicdr.bundle.OpenedPayload.Selection;
import org.apicdr.core.Deadline;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ServiceException;
import org.apicdr.crypto.Digests;
import org.apicdr.subsystem.SubsystemQuery;
import org.apicdr.subsystem.SubsystemRef;
import org.apicdr.testsupport.SettableClock;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("unit")
class BundleServiceTest {

    private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");
    private static final SubsystemRef OTHER = new SubsystemRef("other", "management");
    private static final SubsystemQuery NAMED = new SubsystemQuery(FOLDER.namespace(), FOLDER.cluster());
    private static final SubsystemQuery ANY = new SubsystemQuery(null, null);

    private static BundleForge forge;

    private final InMemoryBundles store = new InMemoryBundles();
    private final Deadline deadline = Deadline.in(Duration.ofSeconds(25));

    @BeforeAll
    static void make_keys(@TempDir Path dir) {
        forge = new BundleForge(dir);
    }

    @Test
    void give_the_newest_one_and_read_no_other() {
        put(forge.honest(NOW.minusSeconds(60)));
        var newest = put(forge.honest(NOW));

        var found = newest();

        assertThat(found).hasValue(newest.id());
        assertThat(store.opened()).containsExactly(newest.id().fileName());
    }

    @Test
    void walk_back_past_what_is_not_authentic() {
        var honest = put(forge.honest(NOW.minusSeconds(60)));
        put(forge.forge(NOW.minusSeconds(30), json -> json.put("site", "prod-dc2")));
        put(forge.forge(NOW.minusSeconds(20), json -> {}, forge.strangersKey()));
        store.put(FOLDER, "management-82b290a2-20261122T030000Z-1f9a3c2b.tar", new byte[100]);

        assertThat(newest()).hasValue(honest.id());
    }

    @Test
    void walk_back_past_what_is_not_wanted() {
        put(forge.forge(NOW, json -> entry(json).put("lineage", "uid-2")));
        var wanted = put(forge.honest(NOW.minusSeconds(60)));

        var found = bundles()
                .newestAuthentic(
                        FOLDER, manifest -> manifest.management().lineage().equals("uid-1"), deadline);

        assertThat(found.map(bundleInspection -> bundleInspection.bundle().id()))
                .hasValue(wanted.id());
    }

    @Test
    void give_none_where_none_is_authentic() {
        put(forge.forge(NOW, json -> json.put("site", "prod-dc2")));

        assertThat(newest()).isEmpty();
    }

    @Test
    void of_the_same_second_give_the_one_that_is_nobodys_previous() {
        var first = put(forge.honest(NOW));
        var second = put(after(first));
        var third = put(after(second));

        assertThat(newest()).hasValue(third.id());
    }

    @Test
    void of_the_same_second_give_one_even_where_it_names_itself() {
        var bundle = put(forge.forge(
                NOW,
                json -> json.putObject("previous").put("manifestSha256", "00").set("id", json.path("id"))));

        assertThat(newest()).hasValue(bundle.id());
    }

    @Test
    void give_what_was_captured_last_though_an_older_state_was_sealed_anew_since() {
        var old = put(forge.honest(NOW.minusSeconds(120)));
        var captured = put(forge.honest(NOW.minusSeconds(60)));
        put(resealed(old, NOW.minusSeconds(60)));
        put(resealed(old, NOW.minusSeconds(30)));
        put(resealed(old, NOW));

        assertThat(newest()).hasValue(captured.id());
    }

    @Test
    void give_the_last_seal_of_what_was_captured_last_and_read_no_former_one() {
        var captured = put(forge.honest(NOW.minusSeconds(60)));
        var once = put(resealed(captured, NOW.minusSeconds(30)));
        var twice = put(resealed(captured, NOW));

        assertThat(newest()).hasValue(twice.id());
        assertThat(store.opened())
                .containsExactly(twice.id().fileName(), once.id().fileName());
    }

    @Test
    void give_a_seal_anew_of_the_same_second() {
        var captured = put(forge.honest(NOW));
        var resealed = put(resealed(captured, NOW));

        assertThat(newest()).hasValue(resealed.id());
    }

    @Test
    void give_an_older_seal_where_all_else_is_gone() {
        var old = forge.honest(NOW.minusSeconds(120));
        var resealed = put(resealed(old, NOW));
        put(forge.honest(NOW.minusSeconds(180)));

        assertThat(newest()).hasValue(resealed.id());
    }

    @Test
    void say_that_there_is_no_newest_one() {
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> bundles().latest(ANY, deadline))
                .withMessage("The store holds no authentic bundle of */*.")
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.BUNDLE_NOT_FOUND));
    }

    @Test
    void ask_which_subsystem_is_meant() {
        put(forge.honest(NOW));
        store.put(OTHER, "x", new byte[0]);

        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> bundles().latest(ANY, deadline))
                .satisfies(e ->
                        assertThat(e.details().candidates()).containsExactly("apic/management", "other/management"));
    }

    @Test
    void find_one_by_its_id_alone() {
        var bundle = put(forge.honest(NOW));
        store.put(OTHER, "x", new byte[0]);

        assertThat(bundles().find(ANY, bundle.id(), deadline).folder()).isEqualTo(FOLDER);
    }

    @Test
    void ask_which_is_meant_where_two_folders_hold_that_id() {
        var bundle = put(forge.honest(NOW));
        store.put(OTHER, bundle.id().fileName(), bundle.file());

        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> bundles().find(ANY, bundle.id(), deadline))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.SUBSYSTEM_AMBIGUOUS));
        assertThat(bundles()
                        .find(new SubsystemQuery("other", null), bundle.id(), deadline)
                        .folder())
                .isEqualTo(OTHER);
    }

    @Test
    void read_one_and_say_of_it_what_the_list_says() {
        var bundle = put(forge.honest(NOW));

        var read = bundles().get(NAMED, bundle.id(), deadline);

        assertThat(read.authentic()).isTrue();
        assertThat(read.bundle()).isEqualTo(new StoredBundle(FOLDER, bundle.id(), bundle.file().length));
    }

    @Test
    void read_one_by_its_id_alone() {
        var bundle = put(forge.honest(NOW));
        store.put(OTHER, "x", new byte[0]);
        var bundleService = bundles();

        var unknown = bundleService.get(ANY, bundle.id(), deadline);
        var known = bundleService.get(ANY, bundle.id(), deadline);

        assertThat(unknown.authentic()).isTrue();
        assertThat(known.bundle()).isEqualTo(unknown.bundle());
        assertThat(known.bundle()).isEqualTo(new StoredBundle(FOLDER, bundle.id(), bundle.file().length));
    }

    @Test
    void ask_which_is_meant_though_one_is_known() {
        var bundle = put(forge.honest(NOW));
        var bundleService = bundles();
        bundleService.get(ANY, bundle.id(), deadline);
        store.put(OTHER, bundle.id().fileName(), bundle.file());

        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> bundleService.get(ANY, bundle.id(), deadline))
                .satisfies(e ->
                        assertThat(e.details().candidates()).containsExactly("apic/management", "other/management"));
    }

    @Test
    void find_one_that_is_known_and_gone_where_it_lies_now() {
        var bundle = put(forge.honest(NOW));
        var bundleService = bundles();
        bundleService.get(ANY, bundle.id(), deadline);
        store.delete(FOLDER, bundle.id(), deadline);

        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> bundleService.get(ANY, bundle.id(), deadline))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.BUNDLE_NOT_FOUND));

        store.put(OTHER, bundle.id().fileName(), bundle.file());
        assertThat(bundleService.get(ANY, bundle.id(), deadline).bundle().folder())
                .isEqualTo(OTHER);
    }

    @Test
    void do_not_read_for_the_guess_what_the_caller_did_not_mean() {
        var bundle = put(forge.honest(NOW));
        var bundleService = bundles();
        bundleService.get(ANY, bundle.id(), deadline);
        store.opened().clear();

        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> bundleService.get(new SubsystemQuery("other", null), bundle.id(), deadline))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.BUNDLE_NOT_FOUND));
        assertThat(store.opened()).isEmpty();
    }

    @Test
    void open_the_payload_while_the_file_is_read_once() {
        var bundle = put(forge.of(NOW, Map.of("management/settings.yaml", "a: \"b\"\n".getBytes(UTF_8))));

        var named = bundles().get(NAMED, bundle.id(), Selection.RESOURCES, deadline);
        var readForNamed = List.copyOf(store.opened());
        var latest = bundles().latest(NAMED, Selection.RESOURCES, deadline);

        assertThat(named.payload().payload()).isPresent();
        assertThat(latest.payload().payload()).isPresent();
        assertThat(readForNamed).containsExactly(bundle.id().fileName());
        assertThat(store.opened()).hasSize(2);
    }

    @Test
    void open_no_payload_that_is_not_asked_for() {
        var bundle = put(forge.honest(NOW));

        var read = bundles().get(NAMED, bundle.id(), deadline);

        assertThat(read.payload().outcome()).isEqualTo(OpenedPayload.Outcome.NOT_OPENED);
        assertThat(read.payload().payload()).isEmpty();
    }

    @Test
    void read_none_that_the_list_lacks() {
        var id = forge.honest(NOW).id();

        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> bundles().get(NAMED, id, deadline))
                .withMessage("The store holds no bundle " + id + ".");
    }

    private Optional<BundleId> newest() {
        return bundles()
                .newestAuthentic(FOLDER, manifest -> true, deadline)
                .map(bundleInspection -> bundleInspection.bundle().id());
    }

    /** A bundle of the same second that names another as the one before it. */
    private static Forged after(Forged previous) {
        return forge.forge(
                NOW,
                json -> json.putObject("previous")
                        .put("id", previous.id().value())
                        .put("manifestSha256", Digests.sha256Hex(previous.manifest())));
    }

    /** What a bundle holds, sealed anew at a later time. */
    private static Forged resealed(Forged captured, Instant at) {
        return forge.forge(at, json -> {
            for (var link : List.of("previous", "resealedFrom")) {
                json.putObject(link)
                        .put("id", captured.id().value())
                        .put("manifestSha256", Digests.sha256Hex(captured.manifest()));
            }
        });
    }

    private Forged put(Forged bundle) {
        store.put(FOLDER, bundle.id().fileName(), bundle.file());
        return bundle;
    }

    private BundleService bundles() {
        return BundleServiceFixture.of(store, forge.seals(), new SettableClock(NOW))
                .bundles();
    }
}
