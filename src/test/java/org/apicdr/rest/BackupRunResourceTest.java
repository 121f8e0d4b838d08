package org.apicdr.rest;

import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class BackupRunResourceTest extends RestTest {

    private static final String RUNS = "/api/v1/database-backups";

    @Test
    void is_accepted_with_a_place_to_ask_for_it() {
        world().subsystemWithPortal();

        var answer = post(RUNS, "{\"reason\": \"why\"}").statusCode(202).header("Retry-After", is("10"));

        var run = answer.extract().<Map<String, Object>>path("$");
        assertThat(run.keySet())
                .containsExactlyInAnyOrder(
                        "id", "namespace", "cluster", "state", "createdAt", "reason", "bundle", "backups");
        answer.header("Location", is("%s/%s?namespace=apic&cluster=management".formatted(RUNS, run.get("id"))))
                .body("id", matchesPattern("\\d{8}t\\d{6}z-[0-9a-f]{8}"))
                .body("state", is("running"))
                .body("backups.kind", contains("ManagementBackup", "PortalBackup"));
    }

    @Test
    void has_the_members_that_the_document_shows() throws IOException {
        world().subsystemWithPortal();
        var examples = new ObjectMapper()
                .readTree(when().get("/q/openapi?format=json").asByteArray())
                .at("/components/examples");

        var answer = post(RUNS, examples.at("/takeBackups/value").toString()).statusCode(202);

        assertThat(ApiExamplesTest.members(
                        new ObjectMapper().readTree(answer.extract().asByteArray())))
                .isEqualTo(ApiExamplesTest.members(examples.at("/backupRunRunning/value")));
    }

    @Test
    void is_shown_where_its_location_says() {
        world().subsystemWithPortal();
        var answer = post(RUNS, "{}").statusCode(202).extract();

        when().get(answer.header("Location"))
                .then()
                .statusCode(200)
                .header("Retry-After", is("10"))
                .body("$", is(answer.<Map<String, Object>>path("$")));
    }

    @Test
    void captures_a_bundle_that_says_what_made_it() {
        world().subsystemWithPortal();

        String bundle =
                post(RUNS, "{\"reason\": \"why\"}").statusCode(202).extract().path("bundle");

        when().get(BUNDLES + "/" + bundle)
                .then()
                .body("manifest.trigger", is("backup"))
                .body("manifest.reason", is("why"));
    }

    @Test
    void needs_neither_a_body_nor_a_content_type() throws IOException, InterruptedException {
        world().subsystem();

        assertThat(postNothing(RUNS).statusCode()).isEqualTo(202);
    }

    @Test
    void is_ready_when_the_operators_say_so() {
        world().subsystemWithPortal();
        var location = post(RUNS, "{}").statusCode(202).extract().header("Location");
        world().setPhases("managementbackups", "Ready");
        world().setPhases("portalbackups", "Ready");

        when().get(location)
                .then()
                .statusCode(200)
                .header("Retry-After", is(nullValue()))
                .body("state", is("ready"))
                .body("backups.phase", contains("Ready", "Ready"));
    }

    @Test
    void has_failed_when_one_operator_says_so() {
        world().subsystemWithPortal();
        var location = post(RUNS, "{}").statusCode(202).extract().header("Location");
        world().setPhases("portalbackups", "Failed");

        when().get(location).then().body("state", is("failed")).body("backups.state", contains("running", "failed"));
    }

    @Test
    void is_refused_while_another_runs_and_leaves_nothing() {
        world().subsystemWithPortal();
        post(RUNS, "{}").statusCode(202);
        var files = world().files();

        post(RUNS, "{}")
                .spec(problem(409, "backup-running"))
                .body("stored", is("no"))
                .body("detail", containsString("ManagementBackup apic/management-"));
        assertThat(world().files()).isEqualTo(files);
    }

    @Test
    void is_refused_while_the_subsystem_is_not_healthy_and_leaves_nothing() {
        world().subsystem().setStatus(status -> status.put("state", "15/16"));

        post(RUNS, "{}")
                .spec(problem(409, "subsystem-not-healthy"))
                .body("stored", is("no"))
                .body("detail", allOf(containsString("15/16"), containsString("n/n")));
        assertThat(world().files()).isEmpty();
    }

    @Test
    void leaves_out_a_passive_portal_and_says_so_in_the_log() {
        world().subsystemWithPortal().setPortalStatus(status -> status.put("haMode", "passive"));

        try (var log = CapturedLog.start()) {
            post(RUNS, "{}").statusCode(202).body("backups.kind", contains("ManagementBackup"));

            assertThat(log.text())
                    .contains(
                            "leaves out a portal: PortalCluster apic/portal is the passive one of a pair (haMode passive)");
        }
    }

    @Test
    void is_refused_where_the_database_is_passive_and_leaves_nothing() {
        world().subsystemWithPortal().setStatus(status -> status.put("haMode", "passive"));

        post(RUNS, "{}")
                .spec(problem(409, "database-backups-unsupported"))
                .body("stored", is("no"))
                .body("detail", containsString("ManagementCluster apic/management is the passive one"))
                .body("detail", containsString("haMode passive"));
        assertThat(world().files()).isEmpty();
    }

    @Test
    void is_refused_where_nothing_could_be_captured() {
        var subsystem = world().subsystem();
        subsystem.deleteSecret(subsystem.secrets().encryption());

        post(RUNS, "{}").spec(problem(409, "subsystem-incomplete"));
        post(RUNS, "{}").spec(problem(409, "subsystem-incomplete"));
    }

    @Test
    void of_another_subsystem_needs_its_name() {
        world().subsystem();
        world().subsystem(RestTestEnvironment.SECOND);

        post(RUNS, "{}").spec(problem(409, "subsystem-ambiguous")).body("stored", is("no"));
        post(RUNS, "{\"namespace\": \"apic\"}").statusCode(202);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"namespace\": \"No/Namespace\"}", "{\"reason\": \"a\\nb\"}", "{\"force\": true}", "[]"})
    void is_refused_where_the_body_is_malformed(String body) {
        post(RUNS, body).spec(problem(400, "invalid-request"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"20261125t030000z-1f9a3c2b", "20261325t030000z-1f9a3c2b", "latest"})
    void that_there_is_not_is_not_found(String id) {
        world().subsystem();

        when().get(RUNS + "/" + id).then().spec(problem(404, "backup-run-not-found"));
    }

    @Test
    void has_an_id_from_the_answer_that_started_it() {
        when().get(RUNS + "/nonsense")
                .then()
                .spec(problem(404, "backup-run-not-found"))
                .body("detail", containsString("answer to the request that started the backups"));
    }

    @Test
    void of_no_subsystem_is_not_found() {
        when().get(RUNS + "/20261125t030000z-1f9a3c2b").then().spec(problem(404, "subsystem-not-found"));
    }
}
