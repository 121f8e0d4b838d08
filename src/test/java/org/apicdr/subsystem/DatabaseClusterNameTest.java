package org.apicdr.subsystem;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("unit")
class DatabaseClusterNameTest {

    private static final ObjectNode FOREIGN = Samples.object("""
            {"metadata": {"name": "other-82b290a2-x", "ownerReferences": [{"uid": "uid-9"}]},
             "status": {"clusterName": "other-82b290a2-postgres", "subsysName": "other"}}
            """);

    @Test
    void is_named_by_a_backup_of_the_subsystem() {
        var backup = Samples.object("""
                {"metadata": {"name": "daily"},
                 "status": {"subsysName": "management", "clusterName": "management-82b290a2-pg2"}}
                """);

        assertThat(DatabaseClusterName.nameOf(Samples.management(), List.of(FOREIGN, backup), List.of()))
                .isEqualTo("management-82b290a2-pg2");
    }

    @Test
    void is_named_by_a_backup_that_the_subsystem_owns() {
        var backup = Samples.object("""
                {"metadata": {"name": "daily", "ownerReferences": [{"uid": "uid-0"}, {"uid": "uid-1"}]},
                 "status": {"clusterName": "renamed"}}
                """);

        assertThat(DatabaseClusterName.nameOf(Samples.management(), List.of(backup), List.of()))
                .isEqualTo("renamed");
    }

    @Test
    void is_the_edb_cluster_of_the_subsystem() {
        var cluster = Samples.object("{\"metadata\": {\"name\": \"management-82b290a2-db\"}}");

        assertThat(DatabaseClusterName.nameOf(Samples.management(), List.of(), List.of(FOREIGN, cluster)))
                .isEqualTo("management-82b290a2-db");
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.1.1-eus, postgres",
        "10.0.5.7-7267, postgres",
        "10.0.6.0, postgres",
        "10.0.7.0-1, db",
        "10.0.8.0, db",
        "10.0.10, db",
        "10.1.0.0, db",
        "12.1.0.1, db",
        "9.9.9, postgres",
        "10.0, postgres",
        "latest, postgres"
    })
    void follows_the_vendors_rule_where_nothing_names_it(String version, String suffix) {
        var management = Samples.with(Samples.management(), "/status/versions/reconciled", version);

        assertThat(DatabaseClusterName.nameOf(management, List.of(FOREIGN), List.of(FOREIGN)))
                .isEqualTo("management-82b290a2-" + suffix);
    }
}
