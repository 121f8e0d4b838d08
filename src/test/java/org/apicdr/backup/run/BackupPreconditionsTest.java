package org.apicdr.backup.run;

import static org.apicdr.backup.run.ClusterBackupStateFixture.NOW;
import static org.apicdr.backup.run.ClusterBackupStateFixture.PORTAL;
import static org.apicdr.backup.run.ClusterBackupStateFixture.resource;
import static org.apicdr.backup.run.ClusterBackupStateFixture.server;
import static org.apicdr.backup.run.ClusterBackupStateFixture.situation;
import static org.apicdr.backup.run.ClusterBackupStateFixture.young;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ServiceException;
import org.apicdr.subsystem.FakeSubsystemReader;
import org.apicdr.subsystem.ResourceKind;
import org.apicdr.subsystem.Samples;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class BackupPreconditionsTest {

    @Test
    void nothing_speaks_against_the_usual_subsystem() {
        assertTaken(server());
    }

    @ParameterizedTest
    @CsvSource({"Pending, 16/16", "Running, 15/16", "Running, 17/16", "Running, ''", "Running, none", "Running, 0/0"})
    void a_subsystem_that_is_not_n_of_n_is_refused(String phase, String state) {
        var management =
                Samples.with(Samples.with(Samples.management(), "/status/phase", phase), "/status/state", state);

        assertRefused(server(management, PORTAL), ErrorCode.SUBSYSTEM_NOT_HEALTHY)
                .hasMessageContaining("ManagementCluster apic/management is " + phase);
    }

    @Test
    void a_portal_that_is_not_n_of_n_is_refused() {
        assertRefused(
                        server(Samples.management(), Samples.with(PORTAL, "/status/state", "5/6")),
                        ErrorCode.SUBSYSTEM_NOT_HEALTHY)
                .hasMessageContaining("PortalCluster apic/portal is Running, 5/6");
    }

    @ParameterizedTest
    @ValueSource(strings = {"passive", "WarmStandby"})
    void a_passive_database_is_refused(String mode) {
        assertRefused(
                        server(Samples.with(Samples.management(), "/status/haMode", mode), PORTAL),
                        ErrorCode.DATABASE_BACKUPS_UNSUPPORTED)
                .hasMessage(
                        "No backup was taken: ManagementCluster apic/management is the passive one of a pair (haMode %s)."
                                        .formatted(mode)
                                + " Take the backups in the data centre of the active one.");
    }

    @Test
    void a_passive_portal_stands_in_no_way() {
        var passive = Samples.with(PORTAL, "/status/haMode", "passive");

        assertTaken(server(Samples.management(), Samples.with(passive, "/status/state", "5/6")));
        assertTaken(new FakeSubsystemReader()
                .add(Samples.management())
                .add(passive)
                .install(ResourceKind.MANAGEMENT_BACKUP));
    }

    @Test
    void a_cluster_without_any_kind_of_database_backup_is_refused() {
        var server = new FakeSubsystemReader().add(Samples.management()).install(ResourceKind.PORTAL_CLUSTER);

        assertRefused(server, ErrorCode.DATABASE_BACKUPS_UNSUPPORTED)
                .hasMessageContaining("managementbackups.management.apiconnect.ibm.com")
                .hasMessageContaining("backups.postgresql.k8s.enterprisedb.io");
    }

    @Test
    void a_portal_whose_backups_the_cluster_does_not_know_is_refused() {
        var server =
                new FakeSubsystemReader().add(Samples.management()).add(PORTAL).install(ResourceKind.MANAGEMENT_BACKUP);

        assertRefused(server, ErrorCode.DATABASE_BACKUPS_UNSUPPORTED).hasMessageContaining("portalbackups");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Pending", "Running", "pending", "started", "running"})
    void a_running_backup_of_the_database_is_waited_for(String phase) {
        assertRefused(server().add(ResourceKind.MANAGEMENT_BACKUP, young(phase)), ErrorCode.BACKUP_RUNNING)
                .hasMessageContaining("ManagementBackup apic/nightly is ");
    }

    @ParameterizedTest
    @EnumSource(names = {"MANAGEMENT_BACKUP", "DATABASE_BACKUP", "PORTAL_BACKUP"})
    void a_running_backup_of_each_kind_is_waited_for(ResourceKind kind) {
        assertRefused(server().add(kind, young("Running")), ErrorCode.BACKUP_RUNNING)
                .hasMessageContaining(kind.kind() + " apic/nightly is Running");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ready", "completed", "Failed", "failed", "Error"})
    void a_backup_that_has_ended_is_not_waited_for(String phase) {
        assertTaken(server().add(ResourceKind.MANAGEMENT_BACKUP, young(phase)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/spec/crType", "/status/crType"})
    void a_record_of_a_backup_is_not_waited_for(String pointer) {
        assertTaken(server().add(
                        ResourceKind.MANAGEMENT_BACKUP,
                        ClusterBackupStateFixture.with(young("Pending"), pointer, "record")));
    }

    @Test
    void a_backup_is_waited_for_up_to_six_hours() {
        var justYounger = Duration.ofHours(6).minusSeconds(1);

        assertRefused(
                server().add(ResourceKind.PORTAL_BACKUP, resource("long", justYounger, "Pending")),
                ErrorCode.BACKUP_RUNNING);
        assertTaken(server().add(ResourceKind.PORTAL_BACKUP, resource("long", Duration.ofHours(6), "Pending")));
    }

    @ParameterizedTest
    @CsvSource({
        "MANAGEMENT_RESTORE, ''",
        "MANAGEMENT_RESTORE, Pending",
        "MANAGEMENT_RESTORE, Running",
        "MANAGEMENT_RESTORE, RestoreInProgress",
        "MANAGEMENT_RESTORE, SFTPBackupDownloadSuccessful",
        "MANAGEMENT_RESTORE, RestoreSuccessful",
        "PORTAL_RESTORE, Running"
    })
    void a_restore_is_waited_for_in_each_of_its_steps(ResourceKind kind, String phase) {
        assertRefused(server().add(kind, resource("back", Duration.ofDays(2), phase)), ErrorCode.RESTORE_RUNNING)
                .hasMessageContaining(kind.kind() + " apic/back is ");
    }

    @ParameterizedTest
    @CsvSource({
        "MANAGEMENT_RESTORE, Complete",
        "MANAGEMENT_RESTORE, Ready",
        "MANAGEMENT_RESTORE, Failed",
        "MANAGEMENT_RESTORE, Error",
        "PORTAL_RESTORE, Ready",
        "PORTAL_RESTORE, Failed"
    })
    void a_restore_that_has_ended_is_not_waited_for(ResourceKind kind, String phase) {
        assertTaken(server().add(kind, young(phase)));
    }

    @Test
    void what_another_subsystem_does_is_its_own_affair() {
        var backup = ClusterBackupStateFixture.with(young("Running"), "/spec/clusterName", "other");
        var restore = ClusterBackupStateFixture.with(young("Running"), "/spec/subsystemName", "other");

        assertTaken(server().add(ResourceKind.MANAGEMENT_BACKUP, backup).add(ResourceKind.MANAGEMENT_RESTORE, restore));
    }

    private static void assertTaken(FakeSubsystemReader server) {
        assertThatCode(() -> BackupPreconditions.check(situation(server), NOW)).doesNotThrowAnyException();
    }

    private static AbstractThrowableAssert<?, ServiceException> assertRefused(
            FakeSubsystemReader server, ErrorCode errorCode) {
        return assertThatThrownBy(() -> BackupPreconditions.check(situation(server), NOW))
                .asInstanceOf(InstanceOfAssertFactories.throwable(ServiceException.class))
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(errorCode));
    }
}
