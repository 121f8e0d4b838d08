package org.apicdr.rest;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class StatusTest extends RestTest {

    @Test
    void names_the_newest_bundle_of_a_subsystem_and_how_it_was_verified() {
        world().subsystem();
        var id = captured();
        post(BUNDLES + "/" + id + "/verifications", "{}").statusCode(200);

        status().body("store.up", is(true))
                .body("cluster.up", is(true))
                .body("captures.next", is(nullValue()))
                .body("captures.failures", is(empty()))
                .body("version", is(notNullValue()))
                .rootPath("subsystems[0]")
                .body("namespace", is(RestTestEnvironment.NAMESPACE))
                .body("cluster", is("management"))
                .body("verdict", is("fail"))
                .body("failed", is(greaterThan(0)))
                .body("newestBundle.id", is(id))
                .body("newestBundle.trigger", is("api"))
                .body("newestBundle.verification.verdict", is("pass"))
                .body("verifications.level", is(List.of("stored", "authentic", "openable", "complete", "current")))
                .body("verifications.outcome", everyItem(is("pass")))
                .body("verifications.bundleId", everyItem(is(id)));
    }

    @Test
    void still_answers_if_the_cluster_is_away_and_says_so() {
        world().subsystem();
        captured();
        world().breakApi();

        status().body("cluster.up", is(false))
                .body("cluster.detail", containsString("API server"))
                .body("store.up", is(true))
                .body("subsystems", hasSize(1))
                .body("subsystems[0].verdict", is("fail"))
                .body("subsystems[0].newestBundle", is(notNullValue()));
    }

    @Test
    void does_not_take_an_empty_answer_of_the_api_server_for_an_empty_cluster() {
        world().subsystem();
        world().emptyApi();

        status().body("cluster.up", is(false)).body("cluster.detail", containsString("its answer is empty"));
        capture("{}").spec(problem(503, "cluster-unavailable")).body("detail", containsString("its answer is empty"));
    }

    @Test
    void still_answers_if_the_store_is_away_and_says_so() {
        world().subsystem();
        world().stopStore();
        try {
            status().body("store.up", is(false))
                    .body("store.detail", is(notNullValue()))
                    .body("subsystems", hasSize(1))
                    .body("subsystems[0].newestBundle", is(nullValue()));
        } finally {
            world().resumeStore();
        }
    }

    @Test
    void lists_no_more_than_a_hundred_subsystems() throws IOException {
        for (int i = 0; i < 120; i++) {
            Files.createDirectories(
                    world().store().resolve("%s/apic/planted-%d".formatted(RestTestEnvironment.SITE, i)));
        }
        world().subsystem();

        status().body("subsystems", hasSize(100))
                .body("leftOut", is(21))
                .body("subsystems.cluster", hasItem("management"));
    }

    @Test
    void has_no_subsystem_before_api_connect_is_installed() {
        status().body("subsystems", is(empty()));
    }

    @Test
    void lists_the_worst_first() {
        world().subsystem();
        world().subsystem(RestTestEnvironment.SECOND);
        capture("{\"namespace\": \"apic\"}").statusCode(201);

        status().body("subsystems.namespace", is(List.of(RestTestEnvironment.SECOND, RestTestEnvironment.NAMESPACE)));
    }

    private static ValidatableResponse status() {
        return given().queryParam("fresh", true).get("/api/v1/status").then().statusCode(200);
    }
}
