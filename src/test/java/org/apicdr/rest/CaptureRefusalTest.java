package org.apicdr.rest;

import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

@QuarkusTest
class CaptureRefusalTest extends RestTest {

    @Test
    void names_everything_that_an_incomplete_subsystem_lacks_at_once() {
        var subsystem = world().subsystem();
        var encryption = subsystem.secrets().encryption();
        var credential = subsystem.secrets().credentials().get(2);
        subsystem.deleteSecret(encryption);
        subsystem.deleteSecret(credential);
        subsystem.setStatus(status -> status.remove("atmCredentialSecret"));

        capture("{}")
                .spec(problem(409, "subsystem-incomplete"))
                .body("missing", containsInAnyOrder(encryption, credential, "status.atmCredentialSecret"));
    }

    @Test
    void does_not_take_an_empty_answer_for_an_absent_secret_even_if_it_is_forced() {
        var encryption = world().subsystem().secrets().encryption();
        world().answerEmpty("/api/v1/namespaces/apic/secrets/" + encryption);

        capture("{\"force\": true}")
                .spec(problem(503, "cluster-unavailable"))
                .body("detail", allOf(containsString("its answer is empty"), containsString(encryption)));
    }

    @Test
    void names_what_a_portal_lacks_and_captures_it_where_it_is_forced() {
        world().subsystemWithPortal().plantPortal("planted");

        capture("{}")
                .spec(problem(409, "subsystem-incomplete"))
                .body("missing", contains("status.encryptionSecret", "spec.siteName", "endpoints"));
        capture("{\"force\": true}").statusCode(201).body("dirty", is(true));
    }

    @Test
    void captures_a_portal_that_upgrades_its_sites_with_a_warning() {
        world().subsystemWithPortal()
                .setPortalStatus(status -> status.putAll(Map.of(
                        "phase",
                        "Pending",
                        "conditions",
                        List.of(Map.of("type", "Ready", "status", "False", "message", "Site Upgrades Executing")))));

        capture("{}")
                .statusCode(201)
                .body("dirty", is(false))
                .body("manifest.warnings", hasItem(startsWith("PortalCluster apic/portal runs site upgrades: ")));
    }

    @Test
    void stores_nothing_of_an_incomplete_subsystem() {
        var subsystem = world().subsystem();
        captured();
        var before = world().files();
        subsystem.deleteSecret(subsystem.secrets().encryption());

        capture("{}").statusCode(409);

        assertThat(world().files()).isEqualTo(before);
    }

    @Test
    void says_phase_and_state_of_an_unhealthy_subsystem() {
        unhealthy();

        capture("{}")
                .spec(problem(409, "subsystem-not-healthy"))
                .body("detail", allOf(containsString("Pending"), containsString("14/16")));
    }

    @Test
    void captures_an_unhealthy_subsystem_where_it_is_forced() {
        unhealthy();

        capture("{\"force\": true}").statusCode(201).body("dirty", is(true));
    }

    @Test
    void refuses_a_new_installation_under_the_old_name() {
        world().subsystem();
        captured();
        world().rebuildCluster();
        world().subsystem();

        capture("{}").spec(problem(409, "subsystem-identity-changed"));
    }

    @Test
    void adopts_a_new_installation_where_that_is_said() {
        world().subsystem();
        captured();
        world().rebuildCluster();
        world().subsystem();

        capture("{\"adopt\": true}").statusCode(201);
    }

    @Test
    void names_the_candidates_where_more_than_one_subsystem_is_visible() {
        world().subsystem();
        world().subsystem(RestTestEnvironment.SECOND);

        capture("{}")
                .spec(problem(409, "subsystem-ambiguous"))
                .body("candidates", contains("apic/management", "second/management"));
    }

    @Test
    void captures_the_subsystem_that_was_named() {
        world().subsystem();
        world().subsystem(RestTestEnvironment.SECOND);

        capture("{\"namespace\": \"second\", \"cluster\": \"management\"}")
                .statusCode(201)
                .body("namespace", is("second"));
    }

    @Test
    void does_not_find_a_subsystem_where_there_is_none() {
        capture("{}").spec(problem(404, "subsystem-not-found"));
    }

    @Test
    void does_not_find_a_subsystem_of_another_name() {
        world().subsystem();

        capture("{\"cluster\": \"other\"}").spec(problem(404, "subsystem-not-found"));
    }

    @Test
    void lets_nobody_capture_a_subsystem_that_is_being_captured() {
        world().subsystem();

        whileCapturing(second -> second.spec(problem(409, "capture-running")).body("stored", is("no")));
    }

    @Test
    void says_when_to_try_a_running_capture_again() {
        world().subsystem();

        whileCapturing(second -> second.header("Retry-After", matchesPattern("[1-9][0-9]*")));
    }

    @Test
    void writes_nothing_where_the_subsystem_keeps_its_own_backups() {
        world().subsystem().setSpec(spec -> spec.put("databaseBackup", Map.of("protocol", "sftp", "path", "/store")));

        capture("{}").spec(problem(409, "store-path-reserved"));
    }

    @Test
    void says_that_nothing_was_stored_where_the_store_is_down() {
        world().subsystem();
        world().stopStore();
        try {
            capture("{}").spec(problem(503, "store-unavailable")).body("stored", is("no"));
        } finally {
            world().resumeStore();
        }
    }

    @Test
    void captures_again_once_the_store_is_back() {
        world().subsystem();
        world().stopStore();
        try {
            when().get(BUNDLES + "?namespace=apic&cluster=other").then().spec(problem(503, "store-unavailable"));
        } finally {
            world().resumeStore();
        }

        capture("{}").statusCode(201);
    }

    private void unhealthy() {
        world().subsystem().setStatus(status -> status.putAll(Map.of("phase", "Pending", "state", "14/16")));
    }

    private void whileCapturing(Consumer<ValidatableResponse> expectation) {
        try (var hold = world().holdRename()) {
            var first = CompletableFuture.runAsync(() -> capture("{}").statusCode(201));
            hold.awaitArrival();
            expectation.accept(capture("{}"));
            hold.release();
            first.join();
        }
    }
}
