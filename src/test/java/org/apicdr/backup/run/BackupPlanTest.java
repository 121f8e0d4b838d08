package org.apicdr.backup.run;

import static org.apicdr.backup.run.ClusterBackupStateFixture.edbCluster;
import static org.apicdr.backup.run.ClusterBackupStateFixture.server;
import static org.apicdr.backup.run.ClusterBackupStateFixture.situation;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apicdr.backup.run.BackupClient.BackupSpec;
import org.apicdr.bundle.BundleId;
import org.apicdr.subsystem.ResourceKind;
import org.apicdr.subsystem.Samples;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The resources of a run, as the API server gets them. */
@Tag("unit")
class BackupPlanTest {

    private static final String RUN = "20261125t030000z-1f9a3c2b";

    private static final BundleId BUNDLE = new BundleId("management-82b290a2-20261125T030000Z-0a1b2c3d");

    private static final BackupRunLabels MARK = new BackupRunLabels(new BackupRunId(RUN), "before the upgrade", BUNDLE);

    private final List<BackupSpec> crunchy = BackupPlan.of(situation(server()), MARK);

    @Test
    void are_a_full_backup_of_the_database_and_a_whole_one_of_the_portal() {
        assertThat(crunchy)
                .extracting(backup -> backup.resource().path("spec"))
                .containsExactly(Samples.object("""
                {"type": "full", "crType": "create", "clusterName": "management"}
                """), Samples.object("""
                {"type": "all", "crType": "create", "portalCluster": "portal",
                 "comment": "paired with management-20261125t030000z-1f9a3c2b"}
                """));
    }

    @Test
    void are_of_the_vendors_kinds() {
        assertThat(crunchy)
                .extracting(backup -> backup.resource().path("apiVersion").asText() + " "
                        + backup.resource().path("kind").asText())
                .containsExactly(
                        "management.apiconnect.ibm.com/v1beta1 ManagementBackup",
                        "portal.apiconnect.ibm.com/v1beta1 PortalBackup");
    }

    @Test
    void leave_out_a_passive_portal() {
        var passive = Samples.with(Samples.portal("portals", "portal"), "/status/haMode", "passive");
        var plan =
                BackupPlan.of(situation(server(Samples.management(), passive, ClusterBackupStateFixture.PORTAL)), MARK);

        assertThat(plan)
                .extracting(BackupSpec::toString)
                .containsExactly("ManagementBackup apic/management-" + RUN, "PortalBackup apic/portal-" + RUN);
        assertThat(plan)
                .allSatisfy(backup -> assertThat(backup.resource()
                                .at("/metadata/annotations")
                                .path(BackupRunLabels.BACKUPS)
                                .asText())
                        .doesNotContain("portals"));
    }

    @Test
    void of_edb_are_barmans() {
        var edb = BackupPlan.of(situation(server().add(ResourceKind.DATABASE_CLUSTER, edbCluster())), MARK);

        assertThat(edb).first().satisfies(backup -> {
            assertThat(backup).hasToString("Backup apic/management-" + RUN);
            assertThat(backup.resource().path("apiVersion").asText()).isEqualTo("postgresql.k8s.enterprisedb.io/v1");
            assertThat(backup.resource().path("spec")).isEqualTo(Samples.object("""
                    {"cluster": {"name": "management-82b290a2-db"}, "method": "barmanObjectStore"}
                    """));
        });
    }

    @Test
    void say_which_run_bundle_and_reason_they_belong_to_and_which_others_there_are() {
        assertThat(crunchy)
                .allSatisfy(
                        backup -> assertThat(backup.resource().path("metadata").path("labels"))
                                .isEqualTo(Samples.object("""
                        {"apic-dr.io/backup-run": "%s", "app.kubernetes.io/managed-by": "apic-dr"}
                        """.formatted(RUN))));
        assertThat(crunchy)
                .allSatisfy(
                        backup -> assertThat(backup.resource().path("metadata").path("annotations"))
                                .isEqualTo(Samples.object("""
                        {"apic-dr.io/bundle": "%s", "apic-dr.io/reason": "before the upgrade",
                         "apic-dr.io/backups":
                             "ManagementBackup/apic/management-%2$s,PortalBackup/apic/portal-%2$s"}
                        """.formatted(BUNDLE, RUN))));
    }

    @Test
    void say_nothing_of_a_reason_that_nobody_gave() {
        var plan = BackupPlan.of(situation(server()), new BackupRunLabels(MARK.run(), null, BUNDLE));

        assertThat(plan)
                .allSatisfy(backup -> assertThat(
                                backup.resource().at("/metadata/annotations").has(BackupRunLabels.REASON))
                        .isFalse());
    }

    @Test
    void lie_where_their_clusters_are() {
        var portals = Samples.portal("portals", "portal");
        var plan =
                BackupPlan.of(situation(server(Samples.management(), portals, ClusterBackupStateFixture.PORTAL)), MARK);

        assertThat(plan)
                .extracting(BackupSpec::toString)
                .containsExactly(
                        "ManagementBackup apic/management-" + RUN,
                        "PortalBackup apic/portal-" + RUN,
                        "PortalBackup portals/portal-" + RUN);
    }
}
