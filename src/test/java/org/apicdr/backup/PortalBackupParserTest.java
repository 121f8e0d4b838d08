package org.apicdr.backup;

import static org.apicdr.backup.BackupFixture.created;
import static org.apicdr.backup.BackupFixture.crunchy;
import static org.apicdr.backup.BackupFixture.portalOrder;
import static org.apicdr.backup.BackupFixture.portalRecord;
import static org.apicdr.backup.BackupFixture.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apicdr.subsystem.Samples;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class PortalBackupParserTest {

    private static final String ACME = "portal.example.com@acme@sandbox";
    private static final String BETA = "portal.example.com@beta@live";
    private static final String SYSTEM = "_portal_system_backup";

    private final FakeBackupFiles files = new FakeBackupFiles();

    @Test
    void consist_of_the_system_and_the_sites_of_one_go() {
        assertThat(catalog(
                        portalOrder("order", "2024-06-01T03:00:05Z"),
                        portalRecord("system", file(SYSTEM, "20240601.030033")),
                        portalRecord("site", file(ACME, "20240601.030101")),
                        portalRecord("site", file(BETA, "20240601.034500"))))
                .containsExactly(new PortalBackup(
                        "apic",
                        "portal",
                        "order",
                        "20240601.030033",
                        BackupTimestamp.known(Instant.parse("2024-06-01T03:00:05Z")),
                        BackupPhase.SUCCEEDED,
                        List.of(ACME, BETA),
                        List.of()));
    }

    @Test
    void are_told_apart_by_the_hour() {
        assertThat(catalog(
                        portalRecord("system", file(SYSTEM, "20240601.030000")),
                        portalRecord("site", file(ACME, "20240601.030100")),
                        portalRecord("system", file(SYSTEM, "20240601.050000")),
                        portalRecord("site", file(ACME, "20240601.045900"))))
                .extracting(PortalBackup::id, PortalBackup::sites)
                .containsExactly(tuple("20240601.050000", List.of(ACME)), tuple("20240601.030000", List.of(ACME)));
    }

    @Test
    void are_found_by_their_files_alone() {
        files.with(
                BackupFixture.PORTAL_PATH,
                file(SYSTEM, "20240601.030000"),
                file(ACME, "20240601.030100"),
                "readme.txt",
                "nonsense-20241399.030000.tar.gz");

        assertThat(catalog())
                .containsExactly(new PortalBackup(
                        "apic",
                        "portal",
                        "",
                        "20240601.030000",
                        BackupTimestamp.inSomeZone(Instant.parse("2024-06-01T03:00:00Z")),
                        BackupPhase.FOUND,
                        List.of(ACME),
                        List.of()));
    }

    @Test
    void have_ids_in_the_zone_that_the_database_backups_tell() {
        var tellsOfTwoHours = created(
                "a", "20240601-050000F", Instant.parse("2024-06-01T03:00:00Z").getEpochSecond());
        var snapshot = BackupFixture.withPortal(
                crunchy(tellsOfTwoHours), portalRecord("system", file(SYSTEM, "20240601.050033")));

        var catalog = BackupFixture.backups(files).catalog(snapshot, true, BackupFixture.DEADLINE);

        assertThat(catalog.ofPortal("apic", "portal"))
                .extracting(PortalBackup::taken)
                .containsExactly(BackupTimestamp.known(Instant.parse("2024-06-01T03:00:33Z")));
    }

    @Test
    void of_sites_alone_cannot_be_restored() {
        assertThat(only(
                                portalRecord("site", file(ACME, "20240601.030100")),
                                portalRecord("site", file(BETA, "20240601.031500")))
                        .issues())
                .containsExactly("no system backup was taken with it");
    }

    @Test
    void of_a_system_without_sites_can_be_restored() {
        var backup = only(portalRecord("system", file(SYSTEM, "20240601.030033")));

        assertThat(backup.restorable()).isTrue();
        assertThat(backup.sites()).isEmpty();
    }

    @Test
    void need_a_file_of_their_hour() {
        files.with(BackupFixture.PORTAL_PATH, file(SYSTEM, "20240501.030033"));

        assertThat(catalog(portalOrder("order", "2024-06-01T03:00:05Z")).get(0).issues())
                .containsExactly("no file of that hour is in /backups/ptl on sftp.example.com");
    }

    @Test
    void are_not_doubted_for_a_zone_that_nobody_knows() {
        files.with(BackupFixture.PORTAL_PATH, file(SYSTEM, "20240601.100033"));

        assertThat(catalog(portalOrder("order", "2024-06-01T03:00:05Z")))
                .allMatch(PortalBackup::restorable)
                .hasSize(2);
    }

    @Test
    void need_the_files_that_their_records_name() {
        var system = file(SYSTEM, "20240601.030033");
        var acme = file(ACME, "20240601.030101");
        var beta = file(BETA, "20240601.030102");
        files.with(BackupFixture.PORTAL_PATH, system, "empty:" + acme);

        assertThat(only(portalRecord("system", system), portalRecord("site", acme), portalRecord("site", beta))
                        .issues())
                .containsExactly(
                        "its file " + acme + " in /backups/ptl on sftp.example.com is empty",
                        "its file " + beta + " is not in /backups/ptl on sftp.example.com");
    }

    @Test
    void that_failed_or_run_say_so() {
        var order = portalOrder("order", "2024-06-01T03:00:05Z");

        var failed = only(with(with(order, "/status/phase", "Failed"), "/status/message", "no space"));
        var running = only(with(order, "/status/phase", "Running"));

        assertThat(failed.phase()).isEqualTo(BackupPhase.FAILED);
        assertThat(failed.issues()).containsExactly("it failed: no space");
        assertThat(running.phase()).isEqualTo(BackupPhase.RUNNING);
        assertThat(running.issues()).containsExactly("it is not finished");
    }

    @Test
    void are_doubted_for_a_site_that_failed_and_not_for_one_that_was_taken_again() {
        var system = portalRecord("system", file(SYSTEM, "20240601.030033"));
        var failed = with(portalRecord("site", file(ACME, "20240601.030101")), "/status/phase", "Failed");
        var again = portalRecord("site", file(ACME, "20240601.031500"));

        assertThat(only(system, failed).issues())
                .containsExactly("of the site " + ACME + ": it failed: its phase is Failed");
        assertThat(only(system, failed).sites()).isEmpty();
        assertThat(only(system, failed, again).restorable()).isTrue();
    }

    @Test
    void lack_the_site_that_the_one_before_has() {
        assertThat(nights(night(1, ACME, BETA), night(2, ACME)).get(0).issues())
                .containsExactly("it lacks the site " + BETA + ", which the backup before it has");
    }

    @Test
    void suspect_a_removed_site_once() {
        assertThat(nights(night(1, ACME, BETA), night(2, ACME), night(3, ACME), night(4, ACME)))
                .extracting(PortalBackup::restorable)
                .containsExactly(true, true, false, true);
    }

    @Test
    void lack_the_site_that_others_before_and_after_have() {
        assertThat(nights(night(1, ACME, BETA), night(2, ACME), night(3, ACME), night(4, ACME, BETA)))
                .extracting(PortalBackup::issues)
                .containsExactly(
                        List.of(),
                        List.of("it lacks the site " + BETA + ", which backups before and after it have"),
                        List.of("it lacks the site " + BETA + ", which the backup before it has"),
                        List.of());
    }

    @Test
    void are_not_compared_with_what_does_not_tell_its_sites() {
        var order = portalOrder("order", "2024-06-02T03:00:05Z");

        assertThat(nights(night(1, ACME), new ObjectNode[] {order}, night(3, ACME)))
                .allMatch(PortalBackup::restorable)
                .hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"metadata\": {\"creationTimestamp\": null}, \"spec\": null, \"status\": []}",
                "{\"spec\": {\"crType\": \"record\"}, \"status\": {\"backupId\": \"n/a\", \"fullBackupName\": 5}}",
                "{\"spec\": {\"crType\": \"record\"}, \"status\": {\"fullBackupName\": \"x-20241399.990000.tar.gz\"}}"
            })
    void that_tell_no_time_are_passed_over(String odd) {
        assertThat(catalog(portalRecord("system", file(SYSTEM, "20240601.030033")), Samples.object(odd)))
                .hasSize(1);
    }

    private static ObjectNode[] night(int day, String... sites) {
        var backups = new ArrayList<ObjectNode>();
        backups.add(portalRecord("system", file(SYSTEM, "2024060%d.030000".formatted(day))));
        for (var site : sites) {
            backups.add(portalRecord("site", file(site, "2024060%d.030100".formatted(day))));
        }
        return backups.toArray(ObjectNode[]::new);
    }

    private static String file(String stem, String id) {
        return "%s-%s.tar.gz".formatted(stem, id);
    }

    private PortalBackup only(ObjectNode... backups) {
        assertThat(catalog(backups)).hasSize(1);
        return catalog(backups).get(0);
    }

    private List<PortalBackup> nights(ObjectNode[]... nights) {
        return catalog(Stream.of(nights).flatMap(Stream::of).toArray(ObjectNode[]::new));
    }

    private List<PortalBackup> catalog(ObjectNode... backups) {
        return BackupFixture.backups(files)
                .catalog(BackupFixture.withPortal(crunchy(), backups), true, BackupFixture.DEADLINE)
                .portal();
    }
}
