package org.apicdr.backup.run;

import static org.apicdr.backup.run.ClusterBackupStateFixture.edbCluster;
import static org.apicdr.backup.run.ClusterBackupStateFixture.server;
import static org.apicdr.backup.run.ClusterBackupStateFixture.situation;
import static org.apicdr.backup.run.ClusterBackupStateFixture.with;
import static org.apicdr.backup.run.ClusterBackupStateFixture.young;
import static org.assertj.core.api.Assertions.assertThat;

import org.apicdr.subsystem.FakeSubsystemReader;
import org.apicdr.subsystem.ResourceKind;
import org.apicdr.subsystem.Samples;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose backups and restores there are, and of which kind a new one would be. */
@Tag("unit")
class ClusterBackupStateTest {

    @Test
    void is_of_crunchy_where_no_edb_cluster_is_the_subsystems() {
        var server = server().add(
                        ResourceKind.DATABASE_CLUSTER,
                        Samples.object("{\"metadata\": {\"namespace\": \"apic\", \"name\": \"other-db\"}}"));

        assertThat(situation(server).databaseBackup()).contains(ResourceKind.MANAGEMENT_BACKUP);
    }

    @Test
    void is_of_edb_where_its_cluster_is_there_although_backups_of_a_former_release_are() {
        var left = with(with(young("Ready"), "/status/subsysName", "management"), "/status/clusterName", "x-postgres");
        var server =
                server().add(ResourceKind.MANAGEMENT_BACKUP, left).add(ResourceKind.DATABASE_CLUSTER, edbCluster());

        assertThat(situation(server).databaseBackup()).contains(ResourceKind.DATABASE_BACKUP);
        assertThat(situation(server).databaseCluster()).isEqualTo("management-82b290a2-db");
    }

    @Test
    void is_of_edb_where_the_server_knows_nothing_else() {
        var server = new FakeSubsystemReader()
                .add(Samples.management())
                .install(ResourceKind.PORTAL_CLUSTER, ResourceKind.DATABASE_BACKUP);

        assertThat(situation(server).databaseBackup()).contains(ResourceKind.DATABASE_BACKUP);
    }

    @Test
    void has_no_kind_of_backup_where_that_of_its_database_is_not_served() {
        var server = new FakeSubsystemReader()
                .add(Samples.management())
                .install(ResourceKind.PORTAL_CLUSTER, ResourceKind.MANAGEMENT_BACKUP)
                .add(ResourceKind.DATABASE_CLUSTER, edbCluster());

        assertThat(situation(server).databaseBackup()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "MANAGEMENT_BACKUP, /spec/clusterName, management, true",
        "MANAGEMENT_BACKUP, /spec/clusterName, other, false",
        "MANAGEMENT_BACKUP, /status/subsysName, management, true",
        "MANAGEMENT_BACKUP, /status/subsysName, other, false",
        "MANAGEMENT_BACKUP, /status/clusterName, management-82b290a2-postgres, true",
        "MANAGEMENT_BACKUP, /spec/nothing, known, true",
        "DATABASE_BACKUP, /spec/cluster/name, management-82b290a2-postgres, true",
        "DATABASE_BACKUP, /spec/cluster/name, someones-db, false",
        "PORTAL_BACKUP, /spec/portalCluster, portal, true",
        "PORTAL_BACKUP, /spec/portalCluster, other, false",
        "PORTAL_BACKUP, /spec/nothing, known, true",
        "MANAGEMENT_RESTORE, /spec/subsystemName, management, true",
        "MANAGEMENT_RESTORE, /spec/subsystemName, other, false",
        "MANAGEMENT_RESTORE, /spec/backupName, a-record, true",
        "PORTAL_RESTORE, /spec/portalCluster, portal, true",
        "PORTAL_RESTORE, /spec/portalCluster, other, false"
    })
    void knows_whose_a_backup_or_restore_is(ResourceKind kind, String pointer, String value, boolean own) {
        var clusterBackupState = situation(server().add(kind, with(young("Running"), pointer, value)));

        assertThat(clusterBackupState.backups().size()
                        + clusterBackupState.restores().size())
                .isEqualTo(own ? 1 : 0);
    }

    @Test
    void looks_where_the_portals_are_too() {
        var elsewhere = with(young("Running"), "/metadata/namespace", "portals");
        var server = server(Samples.management(), Samples.portal("portals", "portal"))
                .add(ResourceKind.PORTAL_BACKUP, with(elsewhere, "/spec/portalCluster", "portal"));

        assertThat(situation(server).backups()).singleElement().hasToString("PortalBackup portals/nightly");
    }
}
