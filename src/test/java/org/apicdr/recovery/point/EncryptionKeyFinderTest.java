package org.apicdr.recovery.point;

import static org.apicdr.recovery.point.KeyFixture.bundled;
import static org.apicdr.recovery.point.KeyFixture.comparator;
import static org.apicdr.recovery.point.KeyFixture.resealed;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apicdr.backup.BackupTimestamp;
import org.apicdr.bundle.BundleId;
import org.apicdr.bundle.Payload;
import org.apicdr.crypto.SigningKey;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("unit")
class EncryptionKeyFinderTest {

    private static final String NOW = "2026-11-22T12:00:00Z";

    private static SigningKey signer;
    private static SigningKey former;
    private static SigningKey lost;

    private final Map<BundleId, Payload> openable = new HashMap<>();

    @BeforeAll
    static void make_keys(@TempDir Path dir) {
        signer = KeyFixture.signer(dir, "signer");
        former = KeyFixture.signer(dir, "former");
        lost = KeyFixture.signer(dir, "lost");
    }

    @Test
    void is_certain_where_the_bundles_before_and_after_agree() {
        var before = bundled("2026-11-20T03:00:00Z", "old", signer);
        var after = bundled("2026-11-21T03:00:00Z", "old", signer);

        var finding = search("new", before, after).find(at("2026-11-20T23:00:00Z"));

        assertThat(finding.key()).isEqualTo(RecoveryPoint.Key.CERTAIN);
        assertThat(ids(finding)).containsExactly(after.id());
        assertThat(finding.reasons()).isEmpty();
    }

    @Test
    void names_the_old_bundle_for_the_old_backup_and_the_new_one_for_the_new() {
        var oldBefore = bundled("2026-11-20T03:00:00Z", "old", signer);
        var oldAfter = bundled("2026-11-20T05:00:00Z", "old", signer);
        var newBefore = bundled("2026-11-21T03:00:00Z", "new", signer);
        var newAfter = bundled("2026-11-21T05:00:00Z", "new", signer);
        var search = search("new", oldBefore, oldAfter, newBefore, newAfter);

        assertThat(ids(search.find(at("2026-11-20T03:30:00Z")))).containsExactly(oldBefore.id());
        assertThat(ids(search.find(at("2026-11-21T04:30:00Z")))).containsExactly(newAfter.id());
    }

    @Test
    void is_ambiguous_where_they_differ() {
        var before = bundled("2026-11-20T03:00:00Z", "old", signer);
        var after = bundled("2026-11-21T03:00:00Z", "new", signer);

        var finding = search("new", before, after).find(at("2026-11-20T23:00:00Z"));

        assertThat(finding.key()).isEqualTo(RecoveryPoint.Key.AMBIGUOUS);
        assertThat(ids(finding)).containsExactly(before.id(), after.id());
        assertThat(finding.reasons())
                .containsExactly("The encryption secret was changed between bundle %s and bundle %s. It is unknown"
                                .formatted(before.id(), after.id())
                        + " whether that was before or after the backup.");
    }

    @Test
    void takes_the_subsystem_as_it_is_now_for_what_was_captured_after() {
        var before = bundled("2026-11-20T03:00:00Z", "old", signer);

        var same = search("old", before).find(at("2026-11-21T03:00:00Z"));
        var different = search("new", before).find(at("2026-11-21T03:00:00Z"));

        assertThat(same.key()).isEqualTo(RecoveryPoint.Key.CERTAIN);
        assertThat(ids(same)).containsExactly(before.id());
        assertThat(different.key()).isEqualTo(RecoveryPoint.Key.AMBIGUOUS);
        assertThat(ids(different)).containsExactly(before.id());
        assertThat(different.reasons())
                .containsExactly(("The encryption secret was changed since bundle %s: the live subsystem has"
                                + " another one, which is in no bundle. Capture a bundle.")
                        .formatted(before.id()));
    }

    /** An operator who has this bundle need not fetch another one. */
    @Test
    void a_capture_names_its_own_bundle_if_it_has_the_same_key() {
        var before = bundled("2026-11-20T03:00:00Z", "old", signer);
        var after = bundled("2026-11-21T03:00:00Z", "old", signer);
        var backup = at("2026-11-20T23:00:00Z");
        var beforeAll = at("2026-11-19T03:00:00Z");
        var own = BundleId.of("management", "82b290a2", Instant.parse(NOW), "1f9a3c2b", false);

        assertThat(search(true, "old", before, after).find(backup).bundles(Optional.of(own)))
                .containsExactly(own);
        assertThat(search(true, "old", before, after).find(beforeAll).bundles(Optional.of(own)))
                .containsExactly(own);
        assertThat(search(true, "new", before, after).find(backup).bundles(Optional.of(own)))
                .containsExactly(after.id());
        assertThat(search(false, "old", before, after).find(backup).bundles(Optional.empty()))
                .containsExactly(after.id());
    }

    @Test
    void is_unknown_where_nothing_was_captured_before() {
        var after = bundled("2026-11-20T03:00:00Z", "old", signer);

        var finding = search("old", after).find(at("2026-11-19T03:00:00Z"));

        assertThat(finding.key()).isEqualTo(RecoveryPoint.Key.UNKNOWN);
        assertThat(ids(finding)).containsExactly(after.id());
        assertThat(search("old").find(at("2026-11-19T03:00:00Z")).reasons())
                .containsExactly("No bundle contains an encryption key from before the backup.");
    }

    @Test
    void counts_what_was_sealed_anew_for_when_it_was_captured() {
        var anew = resealed("2026-11-22T03:00:00Z", "2026-11-18T03:00:00Z", "old", signer);

        var finding = search("old", anew).find(at("2026-11-20T03:00:00Z"));

        assertThat(finding.key()).isEqualTo(RecoveryPoint.Key.CERTAIN);
        assertThat(ids(finding)).containsExactly(anew.id());
    }

    @Test
    void is_ambiguous_where_the_uncertain_time_straddles_a_rotation() {
        var before = bundled("2026-11-19T03:00:00Z", "old", signer);
        var between = bundled("2026-11-20T04:00:00Z", "old", signer);
        var after = bundled("2026-11-21T03:00:00Z", "new", signer);
        var search = search("new", before, between, after);
        var uncertain = new BackupTimestamp(Instant.parse("2026-11-20T03:00:00Z"), Duration.ofHours(14));

        assertThat(search.find(at("2026-11-20T03:00:00Z")).key()).isEqualTo(RecoveryPoint.Key.CERTAIN);
        assertThat(search.find(uncertain).key()).isEqualTo(RecoveryPoint.Key.AMBIGUOUS);
    }

    @Test
    void is_ambiguous_where_the_rotation_may_have_been_before_it_too() {
        var before = bundled("2026-11-19T03:00:00Z", "old", signer);
        var between = bundled("2026-11-20T02:00:00Z", "new", signer);
        var search = search("new", before, between);
        var uncertain = new BackupTimestamp(Instant.parse("2026-11-20T03:00:00Z"), Duration.ofHours(14));

        assertThat(search.find(at("2026-11-20T03:00:00Z")).key()).isEqualTo(RecoveryPoint.Key.CERTAIN);
        assertThat(search.find(uncertain).key()).isEqualTo(RecoveryPoint.Key.AMBIGUOUS);
    }

    @Test
    void lets_the_subsystem_tell_of_an_uncertain_time_that_may_be_to_come() {
        var before = bundled("2026-11-20T03:00:00Z", "old", signer);

        var finding = search("old", before).find(new BackupTimestamp(Instant.parse(NOW), Duration.ofHours(14)));

        assertThat(finding.key()).isEqualTo(RecoveryPoint.Key.CERTAIN);
    }

    @Test
    void compares_bundles_of_different_signers_by_the_subsystem_of_now() {
        var before = bundled("2026-11-20T03:00:00Z", "old", former);
        var same = bundled("2026-11-21T03:00:00Z", "old", signer);
        var different = bundled("2026-11-21T03:00:00Z", "new", signer);
        var backupTimestamp = at("2026-11-20T05:00:00Z");

        assertThat(search("old", before, same).find(backupTimestamp).key()).isEqualTo(RecoveryPoint.Key.CERTAIN);
        assertThat(search("new", before, different).find(backupTimestamp).key()).isEqualTo(RecoveryPoint.Key.AMBIGUOUS);
    }

    @Test
    void compares_them_by_their_payloads_where_both_are_older() {
        var before = bundled("2026-11-20T03:00:00Z", "old", former);
        var after = bundled("2026-11-21T03:00:00Z", "old", signer);
        var backupTimestamp = at("2026-11-20T05:00:00Z");

        assertThat(search("new", before, after).find(backupTimestamp).key()).isEqualTo(RecoveryPoint.Key.UNKNOWN);
        openable.put(before.id(), KeyFixture.payload("old"));
        assertThat(search("new", before, after).find(backupTimestamp).key()).isEqualTo(RecoveryPoint.Key.CERTAIN);
        openable.put(before.id(), KeyFixture.payload("older"));
        assertThat(search("new", before, after).find(backupTimestamp).key()).isEqualTo(RecoveryPoint.Key.AMBIGUOUS);
    }

    @Test
    void never_calls_different_what_cannot_be_compared() {
        var before = bundled("2026-11-20T03:00:00Z", "old", lost);
        var after = bundled("2026-11-21T03:00:00Z", "old", signer);

        var finding = search("old", before, after).find(at("2026-11-20T05:00:00Z"));

        assertThat(finding.key()).isEqualTo(RecoveryPoint.Key.UNKNOWN);
        assertThat(ids(finding)).containsExactly(before.id());
        assertThat(finding.reasons().get(0)).contains("cannot be compared", "apic-dr.seal.former-signing-key-files");
        openable.put(before.id(), KeyFixture.payload("old"));
        assertThat(search("old", before, after).find(at("2026-11-20T05:00:00Z")).key())
                .isEqualTo(RecoveryPoint.Key.CERTAIN);
    }

    @Test
    void counts_the_bundle_that_is_being_made() {
        var before = bundled("2026-11-20T03:00:00Z", "old", signer);
        var thisOne = KeyFixture.stored(NOW).id();

        var sinceBefore = search(true, "old", before).find(at("2026-11-22T11:00:00Z"));
        var changed = search(true, "new", before).find(at("2026-11-22T11:00:00Z"));

        assertThat(sinceBefore.bundles(Optional.of(thisOne))).containsExactly(thisOne);
        assertThat(changed.bundles(Optional.of(thisOne))).containsExactly(before.id(), thisOne);
        assertThat(changed.reasons().get(0)).contains("between bundle %s and this bundle".formatted(before.id()));
    }

    private EncryptionKeyFinder search(String liveKey, BundledEncryptionKey... bundles) {
        return search(false, liveKey, bundles);
    }

    private EncryptionKeyFinder search(boolean capturing, String liveKey, BundledEncryptionKey... bundles) {
        var comparator = comparator(liveKey, bundle -> Optional.ofNullable(openable.get(bundle.id())), signer, former);
        return new EncryptionKeyFinder(
                Stream.of(bundles).sorted(BundledEncryptionKey.OLDEST_FIRST).toList(),
                comparator,
                Instant.parse(NOW),
                capturing);
    }

    private static List<BundleId> ids(EncryptionKeyFinder.KeyMatch finding) {
        return finding.bundles(Optional.empty());
    }

    private static BackupTimestamp at(String time) {
        return new BackupTimestamp(Instant.parse(time), Duration.ZERO);
    }
}
