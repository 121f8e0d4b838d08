package org.apicdr.subsystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class SubsystemComponentTest {

    @ParameterizedTest
    @CsvSource({
        "Running, 16/16, true",
        "Running, 17/16, true",
        "Running, 15/16, false",
        "Running, 0/1, false",
        "Running, , true",
        "Running, 99999999999999999999/1, true",
        "Pending, 16/16, false",
        "running, 16/16, false",
        ", 16/16, false"
    })
    void is_healthy_where_it_runs_with_all_its_parts(String phase, String state, boolean healthy) {
        var management = Samples.with(Samples.management(), "/status/phase", phase);

        assertThat(Samples.with(management, "/status/state", state).healthy()).isEqualTo(healthy);
    }

    @Test
    void a_portal_that_only_upgrades_its_sites_is_healthy_and_yet_not_settled() {
        var portal = upgrading("Site Upgrades Executing");

        assertThat(portal.healthy()).isTrue();
        assertThat(portal.upgradesSites()).isTrue();
        assertThat(portal.settled()).isFalse();
        assertThat(upgrading("  site upgrades EXECUTING\n").healthy()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Not all services are ready", "Site Upgrades Executing, and a pod is missing", ""})
    void a_portal_that_is_not_ready_for_another_reason_is_not_healthy(String message) {
        assertThat(upgrading(message).healthy()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"Pending, 5/6", "Pending, 7/6", "Pending, 0/0", "Pending, ''", "Failed, 6/6", "'', 6/6"})
    void a_portal_that_upgrades_its_sites_and_lacks_something_else_is_not_healthy(String phase, String state) {
        var portal = Samples.with(upgrading("Site Upgrades Executing"), "/status/phase", phase);

        assertThat(Samples.with(portal, "/status/state", state).healthy()).isFalse();
    }

    @Test
    void a_portal_with_another_fault_beside_its_site_upgrades_is_not_healthy() {
        var upgrades = condition("Ready", "False", "Site Upgrades Executing");

        assertThat(with(upgrades, condition("Failed", "True", "")).healthy()).isFalse();
        assertThat(with(upgrades, condition("Failed", "False", "")).healthy()).isTrue();
        assertThat(with(upgrades, condition("Ready", "False", "else")).healthy())
                .isFalse();
        assertThat(with(condition("Ready", "True", "Site Upgrades Executing")).healthy())
                .isFalse();
        assertThat(with(condition("Warning", "False", "Site Upgrades Executing"))
                        .healthy())
                .isFalse();
    }

    @Test
    void only_a_portal_upgrades_sites() {
        var management = Samples.with(Samples.management(), "/status/phase", "Pending");

        assertThat(Samples.with(
                                management,
                                "/status/conditions",
                                List.of(condition("Ready", "False", "Site Upgrades Executing")))
                        .healthy())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "passive, true",
        "WarmStandby, true",
        "progressing to passive, true",
        "active, false",
        "progressing to active, false",
        "'', false"
    })
    void is_passive_where_it_says_so_itself(String mode, boolean passive) {
        assertThat(Samples.with(Samples.portal("apic", "portal"), "/status/haMode", mode)
                        .passive())
                .isEqualTo(passive);
        assertThat(Samples.with(Samples.management(), "/status/haMode", mode).passive())
                .isEqualTo(passive);
    }

    @Test
    void tells_its_health_in_words() {
        var management = Samples.with(Samples.management(), "/status/phase", "Pending");

        assertThat(management.health()).isEqualTo("ManagementCluster apic/management is Pending, 16/16");
        assertThat(Samples.without(management, "/status").health())
                .isEqualTo("ManagementCluster apic/management is without a phase");
    }

    @Test
    void keeps_its_lineage_through_a_recovery() {
        assertThat(Samples.management().lineage()).isEqualTo("uid-1");
        assertThat(Samples.with(Samples.management(), "/spec/originalUID", "uid-0")
                        .lineage())
                .isEqualTo("uid-0");
    }

    @Test
    void has_the_version_in_force_else_the_one_asked_for() {
        assertThat(Samples.management().version()).isEqualTo("10.0.5.7-7267");
        assertThat(Samples.without(Samples.management(), "/status").version()).isEqualTo("10.0.5.7");
    }

    @Test
    void has_endpoints_wherever_they_stand_and_every_host_of_them() {
        var management = Samples.with(
                Samples.management(),
                "/spec/testAndMonitor/hubEndpoint/hosts",
                List.of(Map.of("name", "hub.example.com")));
        management = Samples.with(
                management,
                "/spec/cloudManagerEndpoint/hosts",
                List.of(Map.of("name", "a.example.com"), Map.of("secretName", "x"), Map.of("name", "b.example.com")));
        management = Samples.with(management, "/spec/consumerAPIEndpoint/hosts", List.of());
        management = Samples.with(management, "/spec/platformEndpointCASecret/secretName", "x");

        assertThat(management.endpoints())
                .containsExactly(
                        entry("apiManager", List.of("manager.example.com")),
                        entry("cloudManager", List.of("a.example.com", "b.example.com")),
                        entry("testAndMonitor.hub", List.of("hub.example.com")));
    }

    @Test
    void has_no_endpoints_without_a_spec() {
        assertThat(Samples.without(Samples.management(), "/spec").endpoints()).isEmpty();
    }

    @Test
    void has_the_settings_of_table_1_and_what_else_identifies_it() {
        var management = Samples.with(Samples.management(), "/spec/originalUID", "uid-0");

        assertThat(ComponentSnapshot.settings(management, "management-82b290a2-postgres"))
                .isEqualTo(Samples.object("""
                {"name": "management", "siteName": "82b290a2",
                 "databaseBackup": {"protocol": "sftp", "host": "sftp.example.com", "port": 22, "path": "/backups/mgmt",
                     "schedule": "0 3 * * *", "credentials": "backup-login"},
                 "namespace": "apic", "version": "10.0.5.7-7267", "specVersion": "10.0.5.7", "profile": "n1xc4.m16",
                 "uid": "uid-1", "originalUID": "uid-0", "databaseCluster": "management-82b290a2-postgres"}
                """));
    }

    @Test
    void has_no_settings_where_the_resource_is_silent() {
        var portal = Samples.without(Samples.portal("apic", "portal"), "/spec/portalBackup");

        ObjectNode settings = ComponentSnapshot.settings(portal, "");

        assertThat(settings.properties())
                .extracting(Map.Entry::getKey)
                .containsExactly("name", "siteName", "namespace", "version", "specVersion", "uid");
    }

    private static SubsystemComponent upgrading(String message) {
        return with(condition("Ready", "False", message));
    }

    private static SubsystemComponent with(Object... conditions) {
        var portal = Samples.with(Samples.portal("apic", "portal"), "/status/phase", "Pending");
        return Samples.with(portal, "/status/conditions", List.of(conditions));
    }

    private static Object condition(String type, String status, String message) {
        return Map.of("type", type, "status", status, "message", message);
    }
}
