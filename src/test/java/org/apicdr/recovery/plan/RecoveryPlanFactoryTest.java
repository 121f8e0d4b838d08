package org.apicdr.recovery.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.apicdr.bundle.Manifest;
import org.apicdr.bundle.ManifestFixture;
import org.apicdr.recovery.plan.RecoveryPlan.NeededObject;
import org.apicdr.recovery.plan.RecoveryPlan.PlannedObject;
import org.apicdr.recovery.plan.RecoveryPlan.PlannedResource;
import org.apicdr.recovery.plan.RecoveryPlan.Restore;
import org.apicdr.recovery.plan.RecoveryPlan.Step;
import org.apicdr.recovery.plan.RecoveryPlan.TargetNamespace;
import org.apicdr.subsystem.ReferencedObject;
import org.apicdr.subsystem.ReferencedObject.Treatment;
import org.apicdr.subsystem.SecretRole;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class RecoveryPlanFactoryTest {

    private static final Manifest.Secret KEY =
            ManifestFixture.secret("enc-key", SecretRole.ENCRYPTION, "encryptionSecret");

    @Test
    void names_each_object_once_in_its_new_namespace() {
        var management = entry("ManagementCluster", "apic", "management", List.of());
        var portal = entry("PortalCluster", "apic", "portal", List.of());
        var far = entry("PortalCluster", "far", "portal", List.of());

        var plan = plan(name -> name.equals("apic") ? "new" : name, management, portal, far);

        assertThat(plan.secrets())
                .extracting(PlannedObject::namespace, PlannedObject::file)
                .containsExactly(
                        tuple("new", "management/secrets/enc-key.yaml"),
                        tuple("far", "portals/far/portal/secrets/enc-key.yaml"));
        assertThat(plan.target().namespaces())
                .containsExactly(new TargetNamespace("apic", "new"), new TargetNamespace("far", "far"));
        assertThat(plan.restores())
                .extracting(Restore::kind, Restore::namespace)
                .containsExactly(
                        tuple("ManagementRestore", "new"),
                        tuple("PortalRestore", "new"),
                        tuple("PortalRestore", "far"));
    }

    @Test
    void has_commands_for_the_new_namespaces_with_a_backup_of_each_portal() {
        var management = entry("ManagementCluster", "apic", "management", List.of());
        var portal = entry("PortalCluster", "apic", "portal", List.of());
        var far = entry("PortalCluster", "far", "portal", List.of());

        var same = plan(UnaryOperator.identity(), management);
        var moved = plan(name -> name + "-new", management, portal, far);

        assertThat(same.steps())
                .extracting(Step::command)
                .contains("sh recover apply \"$BUNDLE\"", "sh recover restore \"$BUNDLE\" DATABASE_BACKUP");
        assertThat(moved.steps())
                .filteredOn(step ->
                        List.of("plan", "dry-run", "apply", "restore", "verify").contains(step.id()))
                .extracting(Step::command)
                .allMatch(command -> command.startsWith("NAMESPACES='apic=apic-new far=far-new' sh recover "))
                .anyMatch(command ->
                        command.endsWith(" DATABASE_BACKUP apic/portal=PORTAL_BACKUP far/portal=PORTAL_BACKUP"));
    }

    @Test
    void creates_the_owner_first_and_nothing_that_it_creates() {
        var plan = plan(
                UnaryOperator.identity(),
                entry("ManagementCluster", "apic", "management", List.of()),
                entry("PortalCluster", "far", "portal", List.of()),
                entry("APIConnectCluster", "apic", "owner", List.of()));

        assertThat(plan.resources())
                .extracting(PlannedResource::kind)
                .containsExactly("APIConnectCluster", "ManagementCluster", "PortalCluster");
        assertThat(plan.resources())
                .extracting(PlannedResource::file)
                .containsExactly(
                        "apiconnectclusters/apic/owner/recovery-apiconnectcluster.yaml",
                        null,
                        "portals/far/portal/recovery-portalcluster.yaml");
        assertThat(plan.resources()).extracting(PlannedResource::createdBy).containsExactly(null, "owner", null);
    }

    @Test
    void creates_an_owner_of_portals_alone_after_the_management_subsystem() {
        var plan = plan(
                UnaryOperator.identity(),
                entry("ManagementCluster", "apic", "management", List.of()),
                entry("PortalCluster", "far", "portal", List.of()),
                entry("APIConnectCluster", "far", "owner", List.of()));

        assertThat(plan.resources())
                .extracting(PlannedResource::kind)
                .containsExactly("ManagementCluster", "APIConnectCluster", "PortalCluster");
        assertThat(plan.resources()).extracting(PlannedResource::createdBy).containsExactly(null, null, "owner");
    }

    @Test
    void needs_what_is_named_and_was_not_saved() {
        var plan = plan(
                UnaryOperator.identity(),
                entry(
                        "ManagementCluster",
                        "apic",
                        "management",
                        List.of(
                                reference("spec.a", "tls", Treatment.RECREATED, false),
                                reference("spec.b", "tls", Treatment.RECREATED, false),
                                reference("spec.c", "pull", Treatment.SAVED, true),
                                reference("spec.d", "lost", Treatment.SAVED, false))));

        assertThat(plan.needed()).extracting(NeededObject::name).containsExactly("tls", "lost");
        assertThat(plan.needed().get(0).namedBy()).containsExactly("spec.a", "spec.b");
        assertThat(plan.neededUnknown()).isNull();
    }

    /** An empty list would say that nothing is needed. */
    @Test
    void does_not_know_what_a_bundle_of_format_1_0_needs() {
        var plan = plan(UnaryOperator.identity(), entry("ManagementCluster", "apic", "management", null));

        assertThat(plan.needed()).isEmpty();
        assertThat(plan.neededUnknown()).startsWith("The bundle has format 1.0");
    }

    @Test
    void restores_a_backup_of_edb_from_the_folder_of_its_server() {
        var management = ManifestFixture.entry("ManagementCluster", "management", "uid-1", List.of());

        assertThat(RecoveryPlanFactory.isEdb(management)).isTrue();
        assertThat(String.valueOf(RecoveryPlanFactory.managementRestore(management)))
                .contains("backupId=@BACKUP@", "path=/@SERVER@", "mgmtEncKeyName=@KEY@");
    }

    private static RecoveryPlan plan(UnaryOperator<String> namespaces, Manifest.Entry... entries) {
        return RecoveryPlanFactory.of(ManifestFixture.manifest(List.of(entries)), null, namespaces);
    }

    private static ReferencedObject reference(String path, String name, Treatment treatment, boolean saved) {
        return new ReferencedObject(path, "Secret", name, treatment, saved, null);
    }

    private static Manifest.Entry entry(
            String kind, String namespace, String name, @Nullable List<ReferencedObject> references) {
        return new Manifest.Entry(
                kind,
                namespace,
                name,
                "uid-1",
                "uid-1",
                "82b290a2",
                "10.0.5.7-7267",
                true,
                null,
                new TreeMap<>(Map.of("apiManager", List.of("manager.example.com"))),
                null,
                null,
                ManifestFixture.fingerprint(0),
                List.of(KEY),
                null,
                references,
                List.of());
    }
}
