package org.apicdr.rest;

import static io.restassured.RestAssured.when;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class RecoveryPointTest extends RestTest {

    private static final String POINTS = "/api/v1/recovery-points";

    private static final String WAY_OUT =
            "RECOVERY.md in the newest bundle names the recovery points that were known when it was captured.";

    @Test
    void is_listed_for_each_backup_that_could_be_restored_newest_first() {
        world().subsystemWithPortal();
        var bundle = captured();

        when().get(POINTS)
                .then()
                .statusCode(200)
                .body("items.databaseBackup.id", contains("20240601-030015F", "20240531-030012F"))
                .body("items.databaseBackup.takenAt", contains("2024-06-01T03:00:15Z", "2024-05-31T03:00:12Z"))
                .body("items.key", contains("unknown", "unknown"))
                .body("items[0].bundles", contains(bundle))
                .body("items.state", contains("partial", "partial"))
                .body("items[0].reasons[0]", is("No bundle contains an encryption key from before the backup."));
    }

    @Test
    void is_listed_no_more_often_than_asked_for() {
        world().subsystemWithPortal();

        when().get(POINTS + "?limit=1&fresh=true").then().statusCode(200).body("items", hasSize(1));
    }

    @Test
    void is_not_listed_for_a_backup_that_failed() {
        world().subsystem();
        world().setPhases("managementbackups", "Failed");

        when().get(POINTS).then().statusCode(200).body("items", is(empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=1001", "limit=x", "namespace=A"})
    void is_not_listed_for_what_makes_no_sense(String query) {
        when().get(POINTS + "?" + query).then().spec(problem(400, "invalid-request"));
    }

    @Test
    void is_to_be_found_in_a_bundle_where_the_subsystem_is_gone() {
        when().get(POINTS)
                .then()
                .spec(problem(404, "subsystem-not-found"))
                .body("detail", allOf(containsString("There is no ManagementCluster"), containsString(WAY_OUT)));
    }

    @Test
    void is_to_be_found_in_a_bundle_where_the_api_server_does_not_answer() {
        world().subsystem();
        world().breakApi();

        when().get(POINTS).then().spec(problem(503, "cluster-unavailable")).body("detail", containsString(WAY_OUT));
    }

    @Test
    void is_not_known_without_the_store() {
        world().subsystemWithPortal();
        world().stopStore();
        try {
            when().get(POINTS).then().spec(problem(503, "store-unavailable"));
        } finally {
            world().resumeStore();
        }
    }
}
