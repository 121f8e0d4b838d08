package org.apicdr.subsystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apicdr.core.Deadline;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ServiceException;
import org.apicdr.subsystem.ComponentSnapshot.SavedSecret;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class SubsystemServiceTest {

    private static final Map<String, String> DEFAULTS = Map.of("site", "prod-dc1");
    private static final SubsystemQuery ANY = new SubsystemQuery(null, null);

    private final Deadline deadline = Deadline.in(Duration.ofSeconds(25));
    private final FakeSubsystemReader reader = new FakeSubsystemReader();

    @Test
    void give_a_picture_with_every_secret() {
        complete(reader);

        var snapshot = snapshot(reader);

        assertThat(snapshot.ref()).hasToString("apic/management");
        assertThat(snapshot.missing()).isEmpty();
        assertThat(snapshot.warnings()).isEmpty();
        assertThat(snapshot.management().databaseCluster()).isEqualTo("management-82b290a2-postgres");
        assertThat(snapshot.management().secrets())
                .extracting(saved -> saved.ref().name())
                .containsExactly(Samples.secretNames());
    }

    @Test
    void list_a_kind_that_is_not_installed_only_once() {
        var listed = new CopyOnWriteArrayList<ResourceKind>();
        var recording = new FakeSubsystemReader() {
            @Override
            public Optional<List<ObjectNode>> list(ResourceKind kind, String namespace) {
                listed.add(kind);
                return super.list(kind, namespace);
            }
        };
        complete(recording);
        recording.install(ResourceKind.DEV_PORTAL_CLUSTER);

        snapshot(recording);

        assertThat(listed).filteredOn(ResourceKind.API_CONNECT_CLUSTER::equals).hasSize(1);
        assertThat(listed).filteredOn(ResourceKind.DEV_PORTAL_CLUSTER::equals).hasSize(2);
        assertThat(listed).filteredOn(ResourceKind.MANAGEMENT_CLUSTER::equals).hasSize(2);
    }

    @Test
    void never_print_what_is_in_a_secret() {
        complete(reader);

        assertThat(snapshot(reader).management().secrets())
                .extracting(SavedSecret::toString)
                .noneMatch(text -> text.contains("czNjcmV0"));
    }

    @Test
    void read_again_what_changed_meanwhile() {
        var changing = new ChangingReader(2);
        complete(changing);

        var snapshot = snapshot(changing);

        assertThat(snapshot.management().component().resourceVersion()).isEqualTo("2");
        assertThat(changing.looks()).isEqualTo(4);
    }

    @Test
    void give_up_on_what_never_settles() {
        var changing = new ChangingReader(1_000);
        complete(changing);

        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> snapshot(changing))
                .withMessageStartingWith("apic/management changed during each of 3 attempts to read it")
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.SUBSYSTEM_CHANGING));
    }

    @Test
    void name_all_that_is_missing_at_once() {
        var management = Samples.without(Samples.management(), "/status/uiCredentialSecret");
        management = Samples.without(management, "/spec/apiManagerEndpoint");
        reader.install(ResourceKind.PORTAL_CLUSTER)
                .add(Samples.with(management, "/spec/siteName", "a/b"))
                .add(Samples.portal("apic", "portal"))
                .addSecrets(Samples.secretNames())
                .put(Samples.object("{\"metadata\": {\"namespace\": \"apic\", \"name\": \"atm-cred\"}, \"data\": {}}"))
                .put(Samples.object(
                        "{\"metadata\": {\"namespace\": \"apic\", \"name\": \"juhu-cred\"}, \"data\": {\"a\": \"\"}}"))
                .addSecrets("portal-login");

        assertThat(snapshot(reader).missing())
                .containsExactlyInAnyOrder(
                        "status.uiCredentialSecret",
                        "atm-cred",
                        "juhu-cred",
                        "spec.siteName",
                        "endpoints",
                        "portal-enc-key");
    }

    @Test
    void name_every_secret_that_may_not_be_read_in_one_answer() {
        complete(reader);
        reader.add(Samples.portal("apic", "portal")).forbid("enc-key", "ui-cred", "portal-login");

        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> snapshot(reader))
                .withMessage("grant get on enc-key. grant get on ui-cred. grant get on portal-login.")
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.CLUSTER_FORBIDDEN))
                .satisfies(
                        e -> assertThat(e.details().missing()).containsExactly("enc-key", "ui-cred", "portal-login"));
    }

    @Test
    void do_without_a_list_of_backups_and_warn() {
        complete(reader);
        reader.forbid(ResourceKind.MANAGEMENT_BACKUP.toString());

        assertThat(snapshot(reader).warnings())
                .containsExactly("grant get on managementbackups.management.apiconnect.ibm.com");
    }

    @Test
    void hold_what_belongs_to_release_12_1_whatever_portals_are_configured() {
        complete(reader);
        reader.add(Samples.devPortal()).addSecrets("devportal-key");
        var deadline = Deadline.in(Duration.ofSeconds(20));
        var subsystemService = SubsystemServiceFixture.subsystems(reader, Map.of("portals", "none"));

        var snapshot =
                subsystemService.snapshot(subsystemService.locate(new SubsystemQuery(null, null), deadline), deadline);

        assertThat(snapshot.missing()).isEmpty();
        assertThat(snapshot.others())
                .singleElement()
                .satisfies(other -> assertThat(other.secrets())
                        .extracting(
                                secret -> secret.ref().name(),
                                secret -> secret.ref().role())
                        .containsExactly(tuple("devportal-key", SecretRole.ENCRYPTION)));
    }

    @Test
    void warn_of_a_developer_portal_of_release_12_1_that_names_no_key() {
        complete(reader);
        reader.add(Samples.without(Samples.devPortal(), "/spec/encryptionSecret"));

        assertThat(snapshot(reader).missing()).isEmpty();
        assertThat(snapshot(reader).warnings())
                .singleElement()
                .asString()
                .startsWith("DevPortalCluster apic/devportal names no encryption secret in spec.encryptionSecret");
    }

    @Test
    void warn_of_an_owner_that_is_not_seen() {
        var owner = Map.of("kind", "APIConnectCluster", "name", "apic", "uid", "u");
        reader.add(Samples.with(Samples.management(), "/metadata/ownerReferences", List.of(owner)))
                .addSecrets(Samples.secretNames());

        assertThat(snapshot(reader).warnings())
                .containsExactly(
                        "ManagementCluster apic/management is owned by APIConnectCluster apic, which was not found"
                                + " or may not be read. Save that resource by other means, because a recovery creates it first.");
    }

    @Test
    void show_the_backups_of_this_database_cluster_alone() {
        complete(reader);
        backup("own", "/status/clusterName", "management-82b290a2-postgres");
        backup("same-name-elsewhere", "/status/clusterName", "management-0badcafe-postgres");
        backup("young", "/spec/clusterName", "management");
        backup("found", "/status/subsysName", "management");
        backup("of-another", "/spec/clusterName", "other");

        assertThat(backups()).containsExactly("own", "young", "found");
    }

    @Test
    void show_the_backups_of_edb_where_the_other_kind_is_not_served() {
        complete(reader);
        edbBackup("own", "management-82b290a2-db");
        edbBackup("of-another", "other-db");
        reader.add(ResourceKind.DATABASE_CLUSTER, named("management-82b290a2-db"));

        assertThat(backups()).containsExactly("own");
    }

    @Test
    void show_the_backups_of_edb_where_an_upgrade_left_others_behind() {
        complete(reader);
        backup("old", "/status/clusterName", "management-82b290a2-postgres");
        edbBackup("own", "management-82b290a2-db");
        reader.add(ResourceKind.DATABASE_CLUSTER, named("management-82b290a2-db"));

        assertThat(backups()).containsExactly("own");
        assertThat(snapshot(reader).management().databaseCluster()).isEqualTo("management-82b290a2-db");
    }

    @Test
    void do_not_take_the_backups_of_another_product_for_their_own() {
        complete(reader);
        reader.install(ResourceKind.MANAGEMENT_BACKUP);
        reader.add(ResourceKind.DATABASE_CLUSTER, named("crm-db"));
        edbBackup("of-another", "crm-db");

        assertThat(backups()).isEmpty();
    }

    @Test
    void do_not_do_without_a_list_of_portals() {
        complete(reader);
        reader.forbid(ResourceKind.PORTAL_CLUSTER.toString());

        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> snapshot(reader))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.CLUSTER_FORBIDDEN));
    }

    @Test
    void say_that_api_connect_is_not_installed() {
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> snapshot(reader))
                .withMessage("The API server does not have managementclusters.management.apiconnect.ibm.com:"
                        + " API Connect is not installed on it")
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.SUBSYSTEM_NOT_FOUND));
        assertThat(SubsystemServiceFixture.subsystems(reader, DEFAULTS).visible(deadline))
                .isEmpty();
    }

    @Test
    void say_where_they_looked_in_vain() {
        reader.install(ResourceKind.MANAGEMENT_CLUSTER);

        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> snapshot(reader))
                .withMessage("There is no ManagementCluster */* in the namespaces apic (apic-dr.namespaces)");
    }

    @Test
    void ask_which_of_several_is_meant() {
        complete(reader);
        reader.add(Samples.with(Samples.management(), "/metadata/name", "second"));

        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> snapshot(reader))
                .satisfies(e -> assertThat(e.details().candidates()).containsExactly("apic/management", "apic/second"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 40})
    void wait_three_times_whatever_the_number_of_secrets(int more) {
        var meeting = new ConcurrentSubsystemReader(9, 2, Samples.secretNames().length + 1 + more);
        var management = Samples.management();
        for (int i = 0; i < more; i++) {
            management = Samples.with(management, "/status/more" + i + "CredentialSecret", "more-" + i);
            meeting.addSecrets("more-" + i);
        }
        meeting.add(management).addSecrets(Samples.secretNames());

        assertThat(snapshot(meeting).missing()).isEmpty();
        assertThat(meeting.rounds()).isEqualTo(3);
    }

    @Test
    void take_a_resource_that_names_secrets_without_end_for_incomplete() {
        var management = Samples.management();
        for (int i = 0; i < 250; i++) {
            management = Samples.with(management, "/status/more" + i + "CredentialSecret", "more-" + i);
        }
        reader.add(management);

        assertThat(snapshot(reader).missing())
                .containsExactly("apic/management names 260 secrets and config maps; at most 250 are saved");
    }

    @Test
    void take_a_portal_that_names_secrets_without_end_for_incomplete() {
        complete(reader);
        var portal = Samples.portal("apic", "portal");
        for (int i = 0; i < 260; i++) {
            portal = Samples.with(portal, "/spec/x" + i + "/adminUser/secretName", "more-" + i);
        }
        reader.add(portal);

        var snapshot = snapshot(reader);

        assertThat(snapshot.management().missing()).isEmpty();
        assertThat(snapshot.portals().get(0).missing())
                .containsExactly("apic/portal names 262 secrets and config maps; at most 250 are saved");
    }

    @Test
    void take_a_resource_with_fields_without_end_for_incomplete() {
        var management =
                Samples.with(Samples.management(), "/spec/imagePullSecrets", Collections.nCopies(1_001, "pull"));
        reader.add(management).addSecrets(Samples.secretNames()).addSecrets("pull");

        assertThat(snapshot(reader).missing())
                .singleElement()
                .asString()
                .endsWith("fields that name objects; at most 1000 are saved");
    }

    private static void complete(FakeSubsystemReader reader) {
        reader.add(Samples.management()).addSecrets(Samples.secretNames());
    }

    private void backup(String name, String pointer, String value) {
        var backup = named(name);
        Samples.set(backup, pointer, value);
        reader.add(ResourceKind.MANAGEMENT_BACKUP, backup);
    }

    private void edbBackup(String name, String cluster) {
        var backup = named(name);
        Samples.set(backup, "/spec/cluster/name", cluster);
        reader.add(ResourceKind.DATABASE_BACKUP, backup);
    }

    private static ObjectNode named(String name) {
        return Samples.object("{\"metadata\": {\"namespace\": \"apic\", \"name\": \"%s\"}}".formatted(name));
    }

    private List<String> backups() {
        return snapshot(reader).management().backups().stream()
                .map(backup -> backup.at("/metadata/name").asText())
                .toList();
    }

    private SubsystemSnapshot snapshot(SubsystemReader server) {
        var subsystemService = SubsystemServiceFixture.subsystems(server, DEFAULTS);
        return subsystemService.snapshot(subsystemService.locate(ANY, deadline), deadline);
    }
}
