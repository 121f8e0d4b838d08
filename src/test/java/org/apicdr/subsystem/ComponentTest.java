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

@Tag("unit")
class ComponentTest {

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

        assertThat(Endpoints.of(management))
                .containsExactly(
                        entry("apiManager", List.of("manager.example.com")),
                        entry("cloudManager", List.of("a.example.com", "b.example.com")),
                        entry("testAndMonitor.hub", List.of("hub.example.com")));
    }

    @Test
    void has_no_endpoints_without_a_spec() {
        assertThat(Endpoints.of(Samples.without(Samples.management(), "/spec"))).isEmpty();
    }

    @Test
    void has_the_settings_of_table_1_and_what_else_identifies_it() {
        var management = Samples.with(Samples.management(), "/spec/originalUID", "uid-0");

        assertThat(Settings.of(management, "management-82b290a2-postgres")).isEqualTo(Samples.object("""
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

        ObjectNode settings = Settings.of(portal, "");

        assertThat(settings.properties())
                .extracting(Map.Entry::getKey)
                .containsExactly("name", "siteName", "namespace", "version", "specVersion", "uid");
    }
}
