package org.apicdr.rest;

import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apicdr.testsupport.Command;
import org.apicdr.testsupport.MarkdownFile;
import org.apicdr.testsupport.SampleSubsystem;
import org.junit.jupiter.api.Test;

/** What a restoration does is in RestorationServiceIT; here are its requests and answers. */
@QuarkusTest
class RestorationResourceTest extends RestTest {

    private static final String POINT = "{\"recoveryPoint\": \"20240601-030015F\", \"portalBackups\":"
            + " [{\"namespace\": \"apic\", \"name\": \"portal\", \"backupId\": \"20240601.030033\"}]%s}";

    private static final Duration TWO_STEPS = Duration.ofSeconds(25);

    @Test
    void begins_is_watched_creates_and_is_stopped() {
        var id = lost();
        var restorations = restorations(id);

        var begun = post(restorations, POINT.formatted(", \"reason\": \"the cluster was lost\""))
                .statusCode(202)
                .header("Location", startsWith(restorations + "/"))
                .header("Retry-After", "10")
                .body("state", is("running"))
                .body("bundle", is(id))
                .body("reason", is("the cluster was lost"))
                .body("portalBackups.backupId", is(List.of("20240601.030033")))
                .body("steps.kind", hasItems("Secret", "ManagementCluster", "ManagementRestore", "PortalRestore"))
                .extract();
        String restoration = restorations + "/" + begun.path("id");
        assertThat(begun.header("Location")).endsWith(restoration);
        for (var more : List.of("", ", \"dryRun\": true")) {
            post(restorations, POINT.formatted(more))
                    .spec(problem(409, "restore-running"))
                    .body("detail", containsString(restoration));
        }
        await().atMost(TWO_STEPS)
                .untilAsserted(() -> when().get(restoration)
                        .then()
                        .statusCode(200)
                        .header("Retry-After", "10")
                        .body("steps.find { it.name == 'management-enc-key' }.state", is("done"))
                        .body("detail", startsWith("Waits for ManagementCluster apic/management since ")));
        when().get("/api/v1/pause").then().body("items.reason", everyItem(containsString(id)));

        when().delete(restoration)
                .then()
                .statusCode(200)
                .header("Retry-After", nullValue())
                .body("state", is("stopped"))
                .body("endedAt", notNullValue())
                .body("remedy", containsString("DELETE /api/v1/pause?namespace=apic&cluster=management"));
        when().delete("/api/v1/pause?namespace=apic&cluster=management").then().statusCode(204);
    }

    @Test
    void a_dry_run_answers_what_would_be_created() {
        var id = lost();

        post(restorations(id), POINT.formatted(", \"dryRun\": true"))
                .statusCode(200)
                .body("state", is("possible"))
                .body("id", nullValue())
                .body("steps.answer", everyItem(is("accepted")))
                .body("steps.state", everyItem(is("pending")));

        when().get("/api/v1/pause").then().body("items", empty());
        when().get("/api/v1/subsystems").then().body("items", empty());
    }

    @Test
    void names_what_is_wrong_with_a_request() {
        var id = lost();

        post(restorations(id), "{}")
                .spec(problem(400, "invalid-request"))
                .body("detail", containsString("The database backup is missing."))
                .body("detail", containsString("Portal apic/portal has no backup"));
        post(restorations(id), "{\"point\": \"x\"}").spec(problem(400, "invalid-request"));
        post(restorations(id), "{\"databaseBackup\": \"../x\"}")
                .spec(problem(400, "invalid-request"))
                .body("detail", containsString("databaseBackup must match"));
        post(restorations(id), "{\"onConflict\": \"overwrite\"}")
                .spec(problem(400, "invalid-request"))
                .body(
                        "detail",
                        is("The property 'onConflict' in the body must be one of [stop, keep], not 'overwrite'."));
        post(restorations(id), "{\"portalBackups\": [{\"name\": \"portal\", \"backupId\": \"new\"}]}")
                .spec(problem(400, "invalid-request"))
                .body("detail", containsString("portalBackups.namespace is required"))
                .body("detail", containsString("portalBackups.backupId must be YYYYMMDD.HHMMSS, or none"));
        post(restorations(id.substring(0, id.length() - 8) + "00000000"), POINT.formatted(""))
                .spec(problem(404, "bundle-not-found"));
    }

    @Test
    void knows_no_restoration_that_was_not_requested() {
        var id = lost();

        when().get(restorations(id) + "/20261122t030000z-1f9a3c2b").then().spec(problem(404, "restoration-not-found"));
        when().delete(restorations(id) + "/20261122t030000z-1f9a3c2b")
                .then()
                .spec(problem(404, "restoration-not-found"));
        when().get(restorations(id) + "/nonsense")
                .then()
                .spec(problem(404, "restoration-not-found"))
                .body("detail", containsString("answer to the request that started the restoration"))
                .body("detail", containsString("a dry run of the same request is refused"));
    }

    @Test
    void refuses_beside_the_subsystem_that_was_captured() {
        world().subsystemWithPortal();
        var id = captured();

        post(restorations(id), POINT.formatted(""))
                .spec(problem(409, "restore-conflict"))
                .body("detail", containsString("ManagementCluster apic/management is the one that was captured."));
    }

    @Test
    void the_commands_of_the_page_check_begin_watch_and_stop() {
        Command.require("curl", "jq");
        world().subsystemWithPortal();
        var point = "20240601-030015F";
        var id = captured();
        world().rebuildCluster();
        var commands = MarkdownFile.read("docs/recovery.md").texts("Restore through the API", "sh").stream()
                .filter(command -> command.startsWith("curl "))
                .map(command -> command.replace(
                        "\"recoveryPoint\": \"%s\"".formatted(point),
                        POINT.formatted("").replaceAll("[{](.*)[}]", "$1")))
                .toList();
        assertThat(commands).hasSize(4);

        assertThat(typed(id, "", commands.get(0))).contains("\"state\": \"possible\"");
        var restoration = typed(id, "", commands.get(1)).strip();
        assertThat(restoration).matches("[0-9]{8}t[0-9]{6}z-[0-9a-f]{8}");
        assertThat(typed(id, restoration, commands.get(2))).contains("\"state\": \"running\"");
        assertThat(typed(id, restoration, commands.get(3))).contains("\"state\": \"stopped\"");
        when().delete("/api/v1/pause?namespace=apic&cluster=management").then().statusCode(204);
    }

    private String typed(String bundle, String restoration, String command) {
        var typed = Command.run(
                Path.of("."),
                "sh",
                "-ec",
                "API=%s%nID=%s%nRESTORATION=%s%n%s".formatted(uri("/api/v1"), bundle, restoration, command));
        assertThat(typed.succeeded()).as(typed.stderr()).isTrue();
        return typed.stdout();
    }

    /** The id of a bundle whose subsystem is gone. */
    private String lost() {
        SampleSubsystem subsystem = world().subsystemWithPortal();
        assertThat(subsystem.name()).isEqualTo("management");
        var id = captured();
        world().rebuildCluster();
        return id;
    }

    private static String restorations(String id) {
        return "%s/%s/restorations".formatted(BUNDLES, id);
    }
}
