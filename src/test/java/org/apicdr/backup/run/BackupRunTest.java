package org.apicdr.backup.run;

import static org.apicdr.backup.run.ClusterBackupStateFixture.NOW;
import static org.apicdr.backup.run.ClusterBackupStateFixture.resource;
import static org.apicdr.backup.run.ClusterBackupStateFixture.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apicdr.backup.run.BackupRun.BackupStatus;
import org.apicdr.bundle.BundleId;
import org.apicdr.subsystem.ResourceKind;
import org.apicdr.subsystem.SubsystemRef;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the resources of a run say of it. */
@Tag("unit")
class BackupRunTest {

    private static final BackupRunId ID = new BackupRunId("20261125t025900z-1f9a3c2b");

    private static final String BUNDLE = "management-82b290a2-20261125T025900Z-0a1b2c3d";

    private static final Duration MINUTE = Duration.ofMinutes(1);

    @ParameterizedTest
    @CsvSource({
        "'', '', RUNNING",
        "Running, Pending, RUNNING",
        "Ready, Running, RUNNING",
        "Ready, Ready, READY",
        "Ready, Failed, FAILED",
        "Failed, Running, FAILED"
    })
    void is_as_far_as_its_backups_are(String database, String portal, BackupRun.State state) {
        assertThat(run(database(MINUTE, database), portal(MINUTE, portal)).state())
                .isEqualTo(state);
    }

    @Test
    void names_subsystem_time_reason_and_bundle() {
        var backup = database(MINUTE, "Ready");
        annotate(backup, BackupRunLabels.REASON, "why");

        var run = run(backup, portal(MINUTE, "Ready"));

        assertThat(run.namespace()).isEqualTo("apic");
        assertThat(run.cluster()).isEqualTo("management");
        assertThat(run.createdAt()).isEqualTo("2026-11-25T02:59:00Z");
        assertThat(run.reason()).isEqualTo("why");
        assertThat(run.bundle()).isEqualTo(new BundleId(BUNDLE));
        assertThat(run.path()).isEqualTo("/api/v1/database-backups/%s?namespace=apic&cluster=management".formatted(ID));
    }

    @Test
    void shows_what_the_operators_say_of_each_backup() {
        var database = with(database(MINUTE, "Ready"), "/status/id", "20261125-030015F");
        var portal = with(portal(MINUTE, "Failed"), "/status/message", "no space left");
        with(portal, "/status/backupId", "n/a");

        var backups = run(database, portal).backups();

        assertThat(backups)
                .containsExactly(
                        new BackupStatus(
                                "ManagementBackup",
                                "apic",
                                "db",
                                "Ready",
                                BackupRun.State.READY,
                                NOW.minus(MINUTE),
                                "20261125-030015F",
                                null),
                        new BackupStatus(
                                "PortalBackup",
                                "apic",
                                "ptl",
                                "Failed",
                                BackupRun.State.FAILED,
                                NOW.minus(MINUTE),
                                null,
                                "no space left"));
    }

    @Test
    void shows_the_id_and_the_error_of_an_edb_backup() {
        var resource = with(resource("db", MINUTE, "failed"), "/status/backupId", "20261125T030015");
        with(resource, "/status/error", "exit status 4");

        assertThat(BackupStatus.of(new BackupOrRestoreResource(ResourceKind.DATABASE_BACKUP, resource), NOW))
                .extracting(BackupStatus::kind, BackupStatus::backupId, BackupStatus::message)
                .containsExactly("Backup", "20261125T030015", "exit status 4");
    }

    @Test
    void has_failed_where_a_backup_that_belongs_to_it_is_not_there() {
        var run = run(database(MINUTE, "Running"));

        assertThat(run.state()).isEqualTo(BackupRun.State.FAILED);
        assertThat(run.backups()).extracting(BackupStatus::name).containsExactly("db", "ptl");
        assertThat(run.backups()).last().satisfies(missing -> {
            assertThat(missing.kind()).isEqualTo("PortalBackup");
            assertThat(missing.state()).isEqualTo(BackupRun.State.FAILED);
            assertThat(missing.createdAt()).isNull();
            assertThat(missing.message()).contains("does not exist");
        });
    }

    @Test
    void has_failed_where_a_backup_hangs() {
        var limit = Duration.ofHours(6);

        assertThat(run(database(limit.minusSeconds(1), "Pending"), portal(MINUTE, "Ready"))
                        .state())
                .isEqualTo(BackupRun.State.RUNNING);
        var run = run(database(limit, "Pending"), portal(limit, "Ready"));
        assertThat(run.state()).isEqualTo(BackupRun.State.FAILED);
        assertThat(run.backups().get(0).message()).contains("6 hours");
        assertThat(run.backups().get(1).state()).isEqualTo(BackupRun.State.READY);
    }

    @Test
    void is_shown_whatever_somebody_wrote_into_the_annotations() {
        var backup = database(MINUTE, "Ready");
        annotate(backup, BackupRunLabels.BUNDLE, "../../etc/passwd");
        annotate(backup, BackupRunLabels.BACKUPS, "ManagementBackup/apic/db,,Secret/a/b,x");

        var run = run(backup);

        assertThat(run.bundle()).isNull();
        assertThat(run.state()).isEqualTo(BackupRun.State.READY);
    }

    private static BackupRun run(ObjectNode database, ObjectNode... portal) {
        var found = new ArrayList<>(List.of(new BackupOrRestoreResource(ResourceKind.MANAGEMENT_BACKUP, database)));
        List.of(portal).forEach(each -> found.add(new BackupOrRestoreResource(ResourceKind.PORTAL_BACKUP, each)));
        return BackupRun.of(ID, new SubsystemRef("apic", "management"), found, NOW);
    }

    private static ObjectNode database(Duration age, String phase) {
        return marked(resource("db", age, phase));
    }

    private static ObjectNode portal(Duration age, String phase) {
        return marked(resource("ptl", age, phase));
    }

    private static ObjectNode marked(ObjectNode resource) {
        annotate(resource, BackupRunLabels.BUNDLE, BUNDLE);
        annotate(resource, BackupRunLabels.BACKUPS, "ManagementBackup/apic/db,PortalBackup/apic/ptl");
        return resource;
    }

    private static void annotate(ObjectNode resource, String name, String value) {
        resource.withObject("/metadata/annotations").put(name, value);
    }
}
