package org.apicdr.recovery;

import static org.apicdr.recovery.RecoverabilityInputsFixture.NIGHT;
import static org.apicdr.recovery.RecoverabilityInputsFixture.NOW;
import static org.apicdr.recovery.RecoverabilityInputsFixture.database;
import static org.apicdr.recovery.RecoverabilityInputsFixture.known;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apicdr.backup.BackupFolderListing;
import org.apicdr.backup.BackupPhase;
import org.apicdr.backup.BackupTimestamp;
import org.apicdr.bundle.ManifestFixture;
import org.apicdr.bundle.StoreAccount;
import org.apicdr.bundle.Verdict;
import org.apicdr.core.Result;
import org.apicdr.crypto.SealingKeys;
import org.apicdr.crypto.SealingKeysFixture;
import org.apicdr.recovery.point.RecoveryPoint;
import org.apicdr.subsystem.ReferencedObject;
import org.apicdr.subsystem.ReferencedObject.Treatment;
import org.apicdr.subsystem.Samples;
import org.apicdr.subsystem.SecretRole;
import org.apicdr.subsystem.SnapshotFixture;
import org.apicdr.verification.CheckOutcome;
import org.apicdr.verification.Drift;
import org.apicdr.verification.DriftFixture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class RecoverabilityServiceTest {

    private static final String ONE = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p";
    private static final String OTHER = "age1lggyhqrw2nlhcxprm67z43rta597azn8gknawjehu9d9dl0jq3yqqvfafg";

    private final RecoverabilityInputsFixture seen = new RecoverabilityInputsFixture();
    private Map<String, String> properties = Map.of();

    RecoverabilityServiceTest() {
        seen.manifest = ManifestFixture.complete(List.of(ONE, OTHER));
        seen.identityProofs = Map.of(ONE, NIGHT, OTHER, NIGHT);
    }

    @Test
    void passes_where_everything_is_in_order_and_says_to_when() {
        var report = report();

        assertThat(report.checks())
                .filteredOn(recoverabilityCheck -> recoverabilityCheck.outcome() != CheckOutcome.PASS)
                .extracting(RecoverabilityCheck::id)
                .containsExactly(CheckId.DRILLED, CheckId.VM_SNAPSHOT);
        assertThat(report.verdict()).isEqualTo(Verdict.PASS);
        assertThat(report.notProven()).containsExactly(CheckId.DRILLED, CheckId.VM_SNAPSHOT);
        assertThat(report.recoveryPoint())
                .extracting(point -> point.databaseBackup().takenAt())
                .isEqualTo(NIGHT);
    }

    @Test
    void answers_every_check_once_whatever_was_seen() {
        var all = Arrays.asList(CheckId.values());

        assertThat(report().checks()).extracting(RecoverabilityCheck::id).containsExactlyElementsOf(all);
        assertThat(report(new RecoverabilityInputsFixture().clusterAway()).checks())
                .extracting(RecoverabilityCheck::id)
                .containsExactlyElementsOf(all);
        assertThat(report(new RecoverabilityInputsFixture().storeAway()).checks())
                .extracting(RecoverabilityCheck::id)
                .containsExactlyElementsOf(all);
        seen.portals.clear();
        assertThat(report().checks()).extracting(RecoverabilityCheck::id).containsExactlyElementsOf(all);
    }

    @Test
    void says_what_to_do_wherever_something_is_wrong() {
        seen.management("/status/phase", "Pending").drift = drifted();
        seen.database.clear();

        assertThat(report().checks())
                .filteredOn(recoverabilityCheck -> recoverabilityCheck.outcome() == CheckOutcome.FAIL)
                .hasSize(3)
                .allSatisfy(recoverabilityCheck ->
                        assertThat(recoverabilityCheck.remedy()).isNotBlank());
    }

    @Test
    void names_a_cluster_that_is_away_and_nothing_else() {
        seen.clusterAway();

        assertOnly(CheckId.CLUSTER_ACCESS, CheckOutcome.FAIL, "does not answer");
    }

    @Test
    void names_a_store_that_is_away_and_nothing_else() {
        seen.storeAway();

        assertOnly(CheckId.STORE_ACCESS, CheckOutcome.FAIL, "refused the connection");
    }

    @Test
    void names_the_other_sites_of_a_store_that_lacks_this_one() {
        seen.siteMissing = Optional.of("/bundles has no folder for the site 'dc1'.");

        assertThat(report().checks())
                .filteredOn(check -> check.id() == CheckId.STORE_ACCESS)
                .singleElement()
                .satisfies(check -> assertThat(check.outcome()).isEqualTo(CheckOutcome.PASS))
                .satisfies(check -> assertThat(check.detail()).endsWith("no folder for the site 'dc1'."));
    }

    @Test
    void names_what_is_not_healthy() {
        seen.portal("/status/state", "2/3");

        assertOnly(CheckId.SUBSYSTEM_HEALTHY, CheckOutcome.FAIL, "PortalCluster apic/portal is Running, 2/3");
    }

    @ParameterizedTest
    @CsvSource({
        "enc-key, ENCRYPTION_SECRET",
        "status.encryptionSecret, ENCRYPTION_SECRET",
        "atm-cred, CREDENTIAL_SECRETS",
        "status.atmCredentialSecret, CREDENTIAL_SECRETS",
        "backup-login, BACKUP_CREDENTIALS"
    })
    void names_a_secret_that_is_missing_by_what_it_is_for(String missing, CheckId check) {
        seen.lacking(missing);

        assertOnly(check, CheckOutcome.FAIL, missing);
    }

    @Test
    void asks_for_the_credentials_of_remote_backups() {
        seen.management("/spec/databaseBackup/credentials", "");

        assertOnly(CheckId.BACKUP_CREDENTIALS, CheckOutcome.FAIL, "spec.databaseBackup.credentials");
    }

    @Test
    void asks_for_endpoints() {
        seen.management("/spec/apiManagerEndpoint", Map.of());

        assertOnly(CheckId.ENDPOINTS, CheckOutcome.FAIL, "ManagementCluster apic/management");
    }

    @ParameterizedTest
    @CsvSource({
        "/spec/databaseBackup/protocol, local, Local backups are lost in a disaster",
        "/spec/databaseBackup/protocol, '', not set. Local backups are lost",
        "/spec/databaseBackup/host, '', spec.databaseBackup.host",
        "/spec/siteName, '', spec.siteName"
    })
    void asks_for_the_settings_of_table_1(String setting, String value, String words) {
        seen.management(setting, value);

        assertOnly(CheckId.SETTINGS, CheckOutcome.FAIL, words);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "daily", "0 3 * *"})
    void asks_for_a_schedule(String schedule) {
        seen.management("/spec/databaseBackup/schedule", schedule);

        assertOnly(CheckId.DATABASE_BACKUP_SCHEDULED, CheckOutcome.FAIL, "spec.databaseBackup.schedule");
    }

    @Test
    void reads_schedules_of_five_and_of_six_fields() {
        seen.management("/spec/databaseBackup/schedule", "0 0 3 * * *");

        assertThat(report().verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void finds_a_backup_too_old_by_twice_the_interval_of_its_schedule() {
        age(Duration.ofHours(49));

        assertOnly(CheckId.DATABASE_BACKUP_USABLE, CheckOutcome.FAIL, "more than 2 d ago (twice the interval");
    }

    @Test
    void finds_a_backup_too_old_by_the_limit_that_is_set() {
        properties = Map.of("recoverability.backup-max-age", "2h");
        seen.portal = List.of(RecoverabilityInputsFixture.portal(known(NOW.minusSeconds(60))));
        seen.database = List.of(database(BackupPhase.SUCCEEDED, known(NOW.minus(Duration.ofMinutes(121)))));
        properties = Map.of("recoverability.backup-max-age", "2h", "recoverability.pair-warn", "3h");

        assertOnly(CheckId.DATABASE_BACKUP_USABLE, CheckOutcome.FAIL, "apic-dr.recoverability.backup-max-age");
    }

    @Test
    void does_not_fail_a_backup_whose_zone_is_not_known_for_its_age() {
        var backupTimestamp = new BackupTimestamp(NOW.minus(Duration.ofHours(49)), Duration.ofHours(14));
        seen.database = List.of(database(BackupPhase.SUCCEEDED, backupTimestamp));
        seen.portal = List.of(RecoverabilityInputsFixture.portal(known(backupTimestamp.at())));
        properties = Map.of("recoverability.backup-max-age", "48h");
        seen.portal = List.of(RecoverabilityInputsFixture.portal(
                new BackupTimestamp(backupTimestamp.at(), backupTimestamp.uncertainty())));

        assertThat(detail(CheckId.DATABASE_BACKUP_USABLE))
                .contains("the time zone of its id is unknown, so it may be too old");
        assertThat(report().verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void says_every_reason_against_the_backups_that_there_are() {
        var old = known(NOW.minus(Duration.ofDays(9)));
        seen.database = List.of(database(BackupPhase.SUCCEEDED, old, "its file is empty"));

        assertThat(detail(CheckId.DATABASE_BACKUP_USABLE)).contains("its file is empty, it was started at");
    }

    @Test
    void takes_an_older_backup_where_the_newest_cannot_be_used() {
        seen.database =
                List.of(database(BackupPhase.FAILED, known(NOW.minusSeconds(60)), "it failed"), seen.database.get(0));

        assertOnly(CheckId.LAST_BACKUP_FAILED, CheckOutcome.WARN, "The last backup of the database");
    }

    @Test
    void names_a_backup_that_hangs_and_none_that_runs() {
        var running = known(NOW.minus(Duration.ofHours(7)));
        seen.database = List.of(seen.database.get(0), database(BackupPhase.RUNNING, running, "it is not finished"));
        assertThat(report().verdict()).isEqualTo(Verdict.PASS);

        seen.database = List.of(database(BackupPhase.RUNNING, running, "it is not finished"), seen.database.get(0));
        assertOnly(CheckId.LAST_BACKUP_FAILED, CheckOutcome.WARN, "hangs");
    }

    @ParameterizedTest
    @CsvSource({"AMBIGUOUS, changed about that time", "UNKNOWN, there is no capture on one side"})
    void doubts_a_backup_whose_key_is_not_certain(RecoveryPoint.Key key, String words) {
        seen.key = key;

        assertOnly(CheckId.DATABASE_BACKUP_USABLE, CheckOutcome.WARN, words);
    }

    @Test
    void doubts_backups_whose_files_cannot_be_read_and_not_those_that_nobody_looked_for() {
        seen.folder = new BackupFolderListing.Skipped("no host key is pinned");
        assertThat(report().verdict()).isEqualTo(Verdict.PASS);
        assertThat(detail(CheckId.DATABASE_BACKUP_USABLE)).contains("no host key is pinned");

        seen.folder = new BackupFolderListing.Failed("the server refused the login");
        assertThat(report().ids(CheckOutcome.WARN))
                .containsExactly(CheckId.DATABASE_BACKUP_USABLE, CheckId.PORTAL_BACKUP_USABLE);
    }

    @Test
    void warns_of_a_portal_that_is_not_seen_unless_there_is_none() {
        seen.portals.clear();
        assertOnly(CheckId.PORTAL_PRESENT, CheckOutcome.WARN, "No Developer Portal was found");

        properties = Map.of("portals", "none");
        assertThat(report().verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void counts_the_developer_portal_of_release_12_1() {
        seen.portals.clear();
        seen.others.add(SnapshotFixture.of(Samples.devPortal()));

        assertThat(report().checks())
                .filteredOn(recoverabilityCheck -> recoverabilityCheck.id() == CheckId.PORTAL_PRESENT)
                .extracting(RecoverabilityCheck::outcome, RecoverabilityCheck::detail)
                .containsExactly(tuple(CheckOutcome.PASS, "Found: DevPortalCluster apic/devportal."));
        assertThat(report().verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void leaves_an_external_database_to_those_who_run_it() {
        seen.database.clear();
        seen.management(
                "/spec/externalDB",
                Map.<String, Object>of("enabled", true, "configMap", "address", "credentialSecret", "login"));
        seen.management("/spec/databaseBackup", Map.of());

        var checks = report().checks();

        assertThat(checks)
                .filteredOn(recoverabilityCheck -> recoverabilityCheck.detail().contains("external"))
                .extracting(RecoverabilityCheck::id, RecoverabilityCheck::outcome)
                .contains(
                        tuple(CheckId.SETTINGS, CheckOutcome.PASS),
                        tuple(CheckId.DATABASE_BACKUP_SCHEDULED, CheckOutcome.SKIPPED),
                        tuple(CheckId.DATABASE_BACKUP_USABLE, CheckOutcome.SKIPPED));
        assertThat(checks).noneMatch(recoverabilityCheck -> recoverabilityCheck.outcome() == CheckOutcome.FAIL);
    }

    @Test
    void warns_of_an_object_that_is_named_and_not_there() {
        seen.management = SnapshotFixture.with(
                seen.management,
                new ReferencedObject(
                        "spec.imagePullSecrets[0]", "Secret", "pull", Treatment.SAVED, false, "does not exist"));

        assertOnly(
                CheckId.REFERENCES,
                CheckOutcome.WARN,
                "ManagementCluster apic/management: Secret pull, named in spec.imagePullSecrets[0], is not saved: does not"
                        + " exist");
    }

    @Test
    void names_a_portal_that_is_configured_and_gone() {
        seen.lacking("portal apic/other is configured and does not exist");

        assertOnly(CheckId.PORTAL_PRESENT, CheckOutcome.FAIL, "portal apic/other");
    }

    @Test
    void asks_for_the_schedule_of_the_portal() {
        seen.portal("/spec/portalBackup/schedule", "");

        assertOnly(CheckId.PORTAL_BACKUP_SCHEDULED, CheckOutcome.FAIL, "spec.portalBackup.schedule");
    }

    @Test
    void asks_for_a_portal_backup_that_can_be_used() {
        seen.portal = List.of(RecoverabilityInputsFixture.portal(known(NIGHT), "no system backup was taken with it"));

        assertOnly(CheckId.PORTAL_BACKUP_USABLE, CheckOutcome.FAIL, "no system backup");
    }

    @ParameterizedTest
    @CsvSource({"PT2H, WARN, 2 h apart", "PT25H, FAIL, 25 h apart"})
    void compares_when_database_and_portal_were_backed_up(Duration gap, CheckOutcome checkOutcome, String words) {
        seen.portal = List.of(RecoverabilityInputsFixture.portal(known(NIGHT.minus(gap))));

        assertOnly(CheckId.BACKUPS_PAIRED, checkOutcome, words);
    }

    @Test
    void never_fails_a_pair_for_a_zone_that_is_not_known() {
        var twoDays = new BackupTimestamp(NIGHT.minus(Duration.ofHours(37)), Duration.ofHours(14));
        seen.portal = List.of(RecoverabilityInputsFixture.portal(twoDays));

        assertOnly(CheckId.BACKUPS_PAIRED, CheckOutcome.WARN, "by times whose time zone is unknown");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 5 * * *", "0 0 1 * * *"})
    void compares_the_schedules_too(String schedule) {
        seen.portal("/spec/portalBackup/schedule", schedule);

        assertOnly(CheckId.BACKUPS_PAIRED, CheckOutcome.WARN, "The schedules of the database and of");
    }

    @Test
    void names_versions_that_differ_but_for_the_build() {
        seen.portal("/status/versions", Map.of("reconciled", "10.0.5.7-9999"));
        assertThat(report().verdict()).isEqualTo(Verdict.PASS);

        seen.portal("/status/versions", Map.of("reconciled", "10.0.5.6-7000"));
        assertOnly(CheckId.VERSIONS_MATCH, CheckOutcome.FAIL, "PortalCluster apic/portal is 10.0.5.6");
    }

    @Test
    void names_a_missing_bundle_and_nothing_else() {
        seen.withoutBundle().drift = Result.unavailable(RecoverabilityInputs.NO_BUNDLE);

        assertOnly(CheckId.BUNDLE_EXISTS, CheckOutcome.FAIL, "no bundle of apic/management");
    }

    @Test
    void names_a_forged_bundle_and_nothing_else() {
        seen.forged().drift = Result.unavailable(RecoverabilityInputs.NO_BUNDLE);

        assertOnly(CheckId.BUNDLE_AUTHENTIC, CheckOutcome.FAIL, "is not authentic. ");
    }

    @Test
    void names_an_incomplete_bundle() {
        var secrets = List.of(ManifestFixture.secret("enc-key", SecretRole.ENCRYPTION, "encryptionSecret"));
        var manifest = ManifestFixture.manifest(
                List.of(ManifestFixture.entry("ManagementCluster", "management", "uid-1", secrets)));
        seen.manifest = manifest;

        assertThat(report().ids(CheckOutcome.FAIL)).containsExactly(CheckId.BUNDLE_COMPLETE);
        assertThat(detail(CheckId.BUNDLE_COMPLETE)).contains("status.atmCredentialSecret");
    }

    @Test
    void names_drift() {
        seen.drift = drifted();

        assertOnly(CheckId.BUNDLE_CURRENT, CheckOutcome.FAIL, "secret enc-key has changed");
    }

    @Test
    void skips_drift_that_cannot_be_told() {
        seen.drift = Result.unavailable("the signing key is not held");

        assertThat(report().notProven()).contains(CheckId.BUNDLE_CURRENT);
        assertThat(report().verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void names_another_installation_and_nothing_else() {
        seen.management("/metadata/uid", "uid-2").drift = drifted();

        assertOnly(CheckId.IDENTITY_CHANGED, CheckOutcome.FAIL, "another installation");
    }

    @Test
    void takes_a_recovered_subsystem_for_the_one_it_was() {
        seen.management("/metadata/uid", "uid-2").management("/spec/originalUID", "uid-1");

        assertThat(report().verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void asks_for_two_recipients() {
        seen.manifest = ManifestFixture.complete(List.of(ONE));

        assertOnly(CheckId.RECIPIENTS, CheckOutcome.WARN, "one recipient");
    }

    @Test
    void warns_where_the_bundle_is_sealed_to_others_than_are_configured() {
        seen.manifest = ManifestFixture.complete(List.of(ONE, "age1former"));

        assertOnly(CheckId.RECIPIENTS, CheckOutcome.WARN, "other recipients than are configured");
    }

    @Test
    void warns_where_one_login_leads_to_data_and_keys() {
        seen.place = new StoreAccount("sftp", 22, "apicbackup", Optional.of(RecoverabilityInputsFixture.HOST_KEY));
        assertOnly(CheckId.KEYS_APART, CheckOutcome.WARN, "ManagementCluster apic/management");
        assertThat(detail(CheckId.KEYS_APART)).doesNotContain("apicbackup");

        seen.place = new StoreAccount("sftp", 22, "another", Optional.of(RecoverabilityInputsFixture.HOST_KEY));
        assertThat(report().verdict()).isEqualTo(Verdict.PASS);
    }

    @ParameterizedTest
    @CsvSource({"PT31S, WARN, ahead of", "PT-31S, WARN, behind", "PT-6M, FAIL, 6 min behind"})
    void compares_the_clocks(Duration skew, CheckOutcome checkOutcome, String words) {
        seen.skew = Result.of(skew);

        assertOnly(CheckId.CLOCK_SKEW, checkOutcome, words);
    }

    @Test
    void reminds_of_the_day_that_vm_snapshots_were_confirmed() {
        properties = Map.of("recoverability.vm-snapshot-confirmed", "2026-10-01");

        assertThat(detail(CheckId.VM_SNAPSHOT)).contains("2026-10-01");
        assertThat(report().notProven()).containsExactly(CheckId.DRILLED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"passive", "WarmStandby"})
    void asks_nothing_of_the_backups_of_a_passive_site(String mode) {
        seen.management("/status/haMode", mode).portal("/status/haMode", mode);
        seen.database.clear();
        seen.portal.clear();

        assertThat(report().verdict()).isEqualTo(Verdict.PASS);
        assertThat(detail(CheckId.DATABASE_BACKUP_USABLE)).contains("passive one of a pair (haMode " + mode);
        assertSkipped(
                CheckId.DATABASE_BACKUP_SCHEDULED,
                CheckId.DATABASE_BACKUP_USABLE,
                CheckId.LAST_BACKUP_FAILED,
                CheckId.PORTAL_BACKUP_SCHEDULED,
                CheckId.PORTAL_BACKUP_USABLE,
                CheckId.BACKUPS_PAIRED);
    }

    @Test
    void judges_the_database_where_the_portal_alone_is_passive() {
        seen.portal("/status/haMode", "passive").portal("/spec/portalBackup/schedule", "");
        seen.portal.clear();

        assertThat(report().verdict()).isEqualTo(Verdict.PASS);
        assertSkipped(CheckId.PORTAL_BACKUP_SCHEDULED, CheckId.PORTAL_BACKUP_USABLE, CheckId.BACKUPS_PAIRED);
        assertThat(detail(CheckId.PORTAL_BACKUP_USABLE))
                .isEqualTo("PortalCluster apic/portal is the passive one of a pair (haMode passive). Check the backups"
                        + " of the active one.");

        seen.database.clear();
        assertThat(bad()).containsExactly(CheckId.DATABASE_BACKUP_USABLE);
    }

    @Test
    void judges_the_portal_where_the_database_alone_is_passive() {
        seen.management("/status/haMode", "passive").management("/spec/databaseBackup/schedule", "");
        seen.database.clear();

        assertThat(report().verdict()).isEqualTo(Verdict.PASS);
        assertSkipped(CheckId.DATABASE_BACKUP_SCHEDULED, CheckId.DATABASE_BACKUP_USABLE, CheckId.BACKUPS_PAIRED);

        seen.portal.clear();
        seen.portal("/spec/portalBackup/schedule", "");
        assertThat(bad()).containsExactly(CheckId.PORTAL_BACKUP_SCHEDULED, CheckId.PORTAL_BACKUP_USABLE);
    }

    @Test
    void judges_each_of_several_portals_by_its_own_role() {
        seen.portals.add(
                SnapshotFixture.of(Samples.with(Samples.portal("apic", "standby"), "/status/haMode", "passive")));

        assertThat(report().verdict()).isEqualTo(Verdict.PASS);
        assertThat(detail(CheckId.PORTAL_BACKUP_USABLE)).contains("PortalCluster apic/standby is the passive one");

        seen.portal.clear();
        assertThat(bad()).containsExactly(CheckId.PORTAL_BACKUP_USABLE);
    }

    @Test
    void asks_only_active_components_how_their_last_backup_ended() {
        seen.database.add(0, database(BackupPhase.FAILED, known(NOW.minusSeconds(60)), "it failed"));
        assertOnly(CheckId.LAST_BACKUP_FAILED, CheckOutcome.WARN, "failed");

        seen.management("/status/haMode", "passive");
        assertThat(report().verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void says_when_each_identity_was_shown_to_exist() {
        assertThat(report().checks())
                .filteredOn(check -> check.id() == CheckId.RECIPIENTS_PROVEN)
                .extracting(RecoverabilityCheck::outcome, RecoverabilityCheck::detail)
                .containsExactly(tuple(
                        CheckOutcome.PASS,
                        "Identities were shown to exist. %s: 2026-11-22T03:00:15Z, %s: 2026-11-22T03:00:15Z."
                                .formatted(ONE, OTHER)));
    }

    @Test
    void warns_of_an_identity_that_was_shown_to_exist_too_long_ago() {
        seen.identityProofs = Map.of(ONE, NIGHT, OTHER, NIGHT.minus(Duration.ofDays(180)));

        assertOnly(CheckId.RECIPIENTS_PROVEN, CheckOutcome.WARN, OTHER + ": 2026-05-26T03:00:15Z");

        properties = Map.of("recoverability.recipient-proof-max-age", "181d");
        assertThat(report().verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void warns_of_an_identity_that_was_never_shown_to_exist_beside_one_that_was() {
        seen.identityProofs = Map.of(ONE, NIGHT);

        assertOnly(CheckId.RECIPIENTS_PROVEN, CheckOutcome.WARN, OTHER + ": never");
    }

    @Test
    void lists_the_proof_of_identities_as_not_proven_until_one_is_given() {
        seen.identityProofs = Map.of();

        assertThat(report().verdict()).isEqualTo(Verdict.PASS);
        assertThat(report().notProven()).contains(CheckId.RECIPIENTS_PROVEN);
    }

    @Test
    void refuses_limits_that_nothing_could_keep() {
        assertThat(CheckGroupFixture.complaints(Map.of())).isEmpty();
        assertThat(CheckGroupFixture.complaints(Map.of(
                        "recoverability.backup-max-age", "0s",
                        "recoverability.recipient-proof-max-age", "0s",
                        "recoverability.pair-warn", "25h",
                        "recoverability.clock-skew-warn", "10m",
                        "recoverability.vm-snapshot-confirmed", "last week")))
                .hasSize(5)
                .allSatisfy(complaint -> assertThat(complaint).startsWith("apic-dr.recoverability."));
    }

    private void age(Duration age) {
        Instant begun = NOW.minus(age);
        seen.database = List.of(database(BackupPhase.SUCCEEDED, known(begun)));
        seen.portal = List.of(
                RecoverabilityInputsFixture.portal(known(NIGHT)), RecoverabilityInputsFixture.portal(known(begun)));
    }

    private static Result<Drift> drifted() {
        var secret = ManifestFixture.secret("enc-key", SecretRole.ENCRYPTION, "encryptionSecret");
        var bundle = ManifestFixture.entry("ManagementCluster", "management", "uid-1", List.of(secret));
        var live = bundle.with(
                bundle.settingsFingerprint(), List.of(secret.with(ManifestFixture.fingerprint(9))), List.of());
        return Result.of(DriftFixture.between(List.of(bundle), List.of(live)));
    }

    private void assertOnly(CheckId id, CheckOutcome checkOutcome, String words) {
        assertThat(report().checks())
                .filteredOn(recoverabilityCheck -> recoverabilityCheck.outcome() == CheckOutcome.WARN
                        || recoverabilityCheck.outcome() == CheckOutcome.FAIL)
                .singleElement()
                .satisfies(recoverabilityCheck -> {
                    assertThat(recoverabilityCheck.id()).isEqualTo(id);
                    assertThat(recoverabilityCheck.outcome()).isEqualTo(checkOutcome);
                    assertThat(recoverabilityCheck.detail()).contains(words);
                    assertThat(recoverabilityCheck.remedy()).isNotBlank();
                });
        assertThat(report().verdict().name()).isEqualTo(checkOutcome.name());
    }

    private List<CheckId> bad() {
        return report().checks().stream()
                .filter(recoverabilityCheck -> recoverabilityCheck.outcome() == CheckOutcome.WARN
                        || recoverabilityCheck.outcome() == CheckOutcome.FAIL)
                .map(RecoverabilityCheck::id)
                .toList();
    }

    private void assertSkipped(CheckId... ids) {
        assertThat(report().checks())
                .filteredOn(recoverabilityCheck -> recoverabilityCheck.outcome() == CheckOutcome.SKIPPED
                        && recoverabilityCheck.id() != CheckId.DRILLED
                        && recoverabilityCheck.id() != CheckId.VM_SNAPSHOT)
                .extracting(RecoverabilityCheck::id)
                .containsExactly(ids);
    }

    private String detail(CheckId id) {
        return report().checks().stream()
                .filter(recoverabilityCheck -> recoverabilityCheck.id() == id)
                .findFirst()
                .orElseThrow()
                .detail();
    }

    private RecoverabilityReport report() {
        return report(seen);
    }

    private RecoverabilityReport report(RecoverabilityInputsFixture survey) {
        return CheckGroupFixture.report(survey.survey(), seals(), properties);
    }

    private static SealingKeys seals() {
        return SealingKeysFixture.seals(Map.of("recipients", ONE + "," + OTHER));
    }
}
