package org.apicdr.backup;

import static org.apicdr.backup.BackupFixture.created;
import static org.apicdr.backup.BackupFixture.crunchy;
import static org.apicdr.backup.BackupFixture.edb;
import static org.apicdr.backup.BackupFixture.edbBackup;
import static org.apicdr.backup.BackupFixture.managementBackup;
import static org.apicdr.backup.BackupFixture.recorded;
import static org.apicdr.backup.BackupFixture.with;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apicdr.subsystem.Samples;
import org.apicdr.subsystem.SubsystemSnapshot;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class DatabaseBackupParserTest {

    private static final String FIRST = "20240601-030015F";
    private static final long FIRST_START =
            Instant.parse("2024-06-01T03:00:10Z").getEpochSecond();
    private static final String SERVER = "management-82b290a2-db-2024-11-25T221339Z";

    private final FakeBackupFiles files = new FakeBackupFiles();

    @Test
    void are_dated_by_the_start_that_crunchy_states() {
        assertThat(only(crunchy(created("b", FIRST, FIRST_START))))
                .isEqualTo(new DatabaseBackup(
                        "ManagementBackup",
                        "b",
                        FIRST,
                        "full",
                        BackupTimestamp.known(Instant.ofEpochSecond(FIRST_START)),
                        BackupPhase.SUCCEEDED,
                        List.of()));
    }

    @Test
    void take_a_start_that_is_a_text() {
        var backup = with(created("b", FIRST, 1), "/status/info/rangeStart", String.valueOf(FIRST_START));

        assertThat(only(crunchy(backup)).taken()).isEqualTo(BackupTimestamp.known(Instant.ofEpochSecond(FIRST_START)));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, 1717210815000L, Long.MAX_VALUE})
    void do_not_believe_a_start_that_makes_no_sense(long start) {
        assertThat(only(crunchy(created("b", FIRST, start))).taken())
                .isEqualTo(BackupTimestamp.known(Instant.parse("2024-06-30T00:00:00Z")));
    }

    @Test
    void are_dated_by_their_creation_where_somebody_asked_for_them() {
        assertThat(only(crunchy(managementBackup("create", "b", FIRST))).taken())
                .isEqualTo(BackupTimestamp.known(Instant.parse("2024-06-30T00:00:00Z")));
    }

    @Test
    void are_dated_by_their_id_where_they_were_found() {
        var backupTimestamp = only(crunchy(recorded("b", FIRST))).taken();

        assertThat(backupTimestamp.at()).isEqualTo("2024-06-01T03:00:15Z");
        assertThat(backupTimestamp.uncertainty()).isEqualTo(Duration.ofHours(14));
    }

    @Test
    void have_ids_in_the_zone_that_another_backup_tells() {
        var tellsOfSevenHours = created(
                "a", "20240602-100000F", Instant.parse("2024-06-02T03:00:02Z").getEpochSecond());

        assertThat(catalog(crunchy(tellsOfSevenHours, recorded("b", "20240601-100015F")))
                        .get(1)
                        .taken())
                .isEqualTo(BackupTimestamp.known(Instant.parse("2024-06-01T03:00:15Z")));
    }

    @Test
    void are_listed_newest_first() {
        var snapshot =
                crunchy(recorded("a", FIRST), recorded("b", "20240603-030000F"), recorded("c", "20240602-030000F"));

        assertThat(catalog(snapshot)).extracting(DatabaseBackup::name).containsExactly("b", "c", "a");
    }

    @ParameterizedTest
    @CsvSource({"Pending", "Running", "''"})
    void are_not_restorable_while_they_run(String phase) {
        var backup = only(crunchy(with(created("b", "", FIRST_START), "/status/phase", phase)));

        assertThat(backup.phase()).isEqualTo(BackupPhase.RUNNING);
        assertThat(backup.id()).isEqualTo("b");
        assertThat(backup.issues()).containsExactly("it is not finished");
    }

    @Test
    void that_failed_say_why() {
        var backup = with(created("b", FIRST, FIRST_START), "/status/phase", "Failed");

        assertThat(only(crunchy(with(backup, "/status/message", "disk\nfull"))).issues())
                .containsExactly("it failed: disk full");
        assertThat(only(crunchy(backup)).issues()).containsExactly("it failed: its phase is Failed");
        assertThat(only(crunchy(backup)).phase()).isEqualTo(BackupPhase.FAILED);
    }

    @Test
    void that_are_incremental_need_the_full_one_before_them() {
        var full = recorded("full", FIRST);
        var later = recorded("later", "20240603-030000F");
        var incremental = recorded("incr", "20240602-030000I");

        assertThat(named("incr", crunchy(full, incremental, later)).restorable())
                .isTrue();
        assertThat(named("incr", crunchy(full, incremental)).type()).isEqualTo("incr");
        assertThat(named("incr", crunchy(incremental, later)).issues())
                .containsExactly("there is no full backup before it that it could build on");
        assertThat(named("incr", crunchy(with(full, "/status/phase", "Failed"), incremental))
                        .restorable())
                .isFalse();
    }

    @Test
    void that_are_incremental_need_the_file_of_their_full_one() {
        files.with(BackupFixture.DATABASE_PATH, "20240530-030000F.tgz", "20240602-030000I.tgz");

        assertThat(named("incr", crunchy(recorded("full", FIRST), recorded("incr", "20240602-030000I")))
                        .issues())
                .containsExactly("the full backup 20240601-030015F that it builds on cannot be restored");
    }

    @Test
    void that_are_incremental_may_name_their_full_one() {
        var labelled = recorded("incr", "20240530-030000F_20240602-030000I");

        assertThat(named("incr", crunchy(recorded("a", "20240530-030000F"), labelled))
                        .restorable())
                .isTrue();
        assertThat(named("incr", crunchy(recorded("a", FIRST), labelled)).issues())
                .containsExactly("the full backup 20240530-030000F that it builds on cannot be restored");
    }

    @Test
    void have_a_file_in_the_path_or_in_the_folder_of_their_cluster() {
        files.with(
                BackupFixture.DATABASE_PATH,
                FIRST + ".tgz",
                "management-82b290a2-postgres/",
                "management-82b290a2-postgres/20240602-030000F.tgz",
                "empty:20240603-030000F.tgz");
        var snapshot = crunchy(
                recorded("a", FIRST),
                recorded("b", "20240602-030000F"),
                recorded("c", "20240603-030000F"),
                recorded("d", "20240604-030000F"));

        assertThat(catalog(snapshot))
                .extracting(DatabaseBackup::issues)
                .containsExactly(
                        List.of("its file 20240604-030000F.tgz is not in /backups/mgmt on sftp.example.com"),
                        List.of("its file 20240603-030000F.tgz in /backups/mgmt on sftp.example.com is empty"),
                        List.of(),
                        List.of());
    }

    @Test
    void are_not_doubted_where_nobody_could_look() {
        files.with(BackupFixture.DATABASE_PATH, new BackupFolderListing.Failed("down"));

        assertThat(only(crunchy(recorded("a", FIRST))).restorable()).isTrue();
    }

    @Test
    void are_found_by_their_files_alone() {
        files.with(
                BackupFixture.DATABASE_PATH,
                FIRST + ".tgz",
                "notes.txt",
                "20249999-030015F.tgz",
                "20240601-030015X.tgz");

        assertThat(only(crunchy()))
                .isEqualTo(new DatabaseBackup(
                        "file",
                        "",
                        FIRST,
                        "full",
                        BackupTimestamp.inSomeZone(Instant.parse("2024-06-01T03:00:15Z")),
                        BackupPhase.FOUND,
                        List.of()));
    }

    @Test
    void with_two_resources_are_one() {
        var backup = only(crunchy(recorded("found", FIRST), created("asked", FIRST, FIRST_START)));

        assertThat(backup.name()).isEqualTo("asked");
        assertThat(backup.taken()).isEqualTo(BackupTimestamp.known(Instant.ofEpochSecond(FIRST_START)));
    }

    @Test
    void of_edb_are_full_and_dated_by_their_start() {
        assertThat(only(edb(edbBackup("b", "20250110T040015", "2025-01-10T03:00:15.25Z"))))
                .isEqualTo(new DatabaseBackup(
                        "Backup",
                        "b",
                        "20250110T040015",
                        "full",
                        BackupTimestamp.known(Instant.parse("2025-01-10T03:00:15.25Z")),
                        BackupPhase.SUCCEEDED,
                        List.of()));
    }

    @Test
    void of_edb_without_a_start_are_dated_by_id_then_by_creation() {
        var tells = edbBackup("a", "20250110T040015", "2025-01-10T03:00:15Z");
        var byId = edbBackup("b", "20250109T040000", "");
        var byCreation = with(edbBackup("c", "", ""), "/status/phase", "running");

        assertThat(named("b", edb(tells, byId)).taken())
                .isEqualTo(BackupTimestamp.known(Instant.parse("2025-01-09T03:00:00Z")));
        assertThat(named("c", edb(tells, byCreation)).taken())
                .isEqualTo(BackupTimestamp.known(Instant.parse("2025-01-30T00:00:00Z")));
    }

    @Test
    void of_edb_need_an_id_and_a_folder_with_something_in_it() {
        var backup = edbBackup("b", "20250110T030015", "2025-01-10T03:00:15Z");

        files.with(BackupFixture.DATABASE_PATH, SERVER + "/", SERVER + "/base/");
        assertThat(only(edb(backup)).restorable()).isTrue();
        files.with(BackupFixture.DATABASE_PATH, SERVER + "/");
        assertThat(only(edb(backup)).issues())
                .containsExactly("its folder " + SERVER + " in /backups/mgmt on sftp.example.com is empty");
        files.with(BackupFixture.DATABASE_PATH, "other/");
        assertThat(only(edb(backup)).issues())
                .containsExactly("its folder " + SERVER + " is not in /backups/mgmt on sftp.example.com");
        assertThat(only(edb(with(backup, "/status/backupId", ""))).issues())
                .containsExactly("it has no backupId, which a restore requires");
    }

    @Test
    void of_crunchy_are_of_no_use_to_edb() {
        files.with(BackupFixture.DATABASE_PATH, FIRST + ".tgz");

        assertThat(catalog(edb())).isEmpty();
    }

    @Test
    void of_edb_that_failed_say_why() {
        var backup = with(edbBackup("b", "", "2025-01-10T03:00:15Z"), "/status/phase", "failed");

        assertThat(only(edb(with(backup, "/status/error", "no space"))).issues())
                .containsExactly("it failed: no space");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"kind\": \"ManagementBackup\", \"metadata\": null, \"spec\": [], \"status\": 7}",
                "{\"kind\": null, \"status\": {\"id\": {\"a\": 1}, \"info\": [1], \"phase\": null}}",
                "{\"spec\": {\"crType\": \"record\"}, \"status\": {\"id\": \"../../etc\", \"phase\": \"Ready\"}}",
                "{\"metadata\": {\"creationTimestamp\": \"yesterday\"}, \"status\": {\"id\": 20240601030015}}",
                "{\"kind\": \"Backup\", \"status\": {\"startedAt\": 5, \"backupId\": [], \"phase\": {}}}"
            })
    void that_tell_no_time_are_passed_over(String odd) {
        files.with(BackupFixture.DATABASE_PATH, "20240101-000000F.tgz");

        assertThat(catalog(crunchy(recorded("good", FIRST), Samples.object(odd))))
                .extracting(DatabaseBackup::id)
                .containsExactly(FIRST, "20240101-000000F");
    }

    private DatabaseBackup only(SubsystemSnapshot snapshot) {
        assertThat(catalog(snapshot)).hasSize(1);
        return catalog(snapshot).get(0);
    }

    private DatabaseBackup named(String name, SubsystemSnapshot snapshot) {
        return catalog(snapshot).stream()
                .filter(backup -> backup.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private List<DatabaseBackup> catalog(SubsystemSnapshot snapshot) {
        return BackupFixture.backups(files)
                .catalog(snapshot, true, BackupFixture.DEADLINE)
                .database();
    }
}
