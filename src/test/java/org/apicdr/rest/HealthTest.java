package org.apicdr.rest;

import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(TightLimitsProfile.class)
class HealthTest extends RestTest {

    private static final String STATUS = "checks.find { it.name == '%s' }.status";
    private static final String DATA = "checks.find { it.name == '%s' }.data.%s";

    @ParameterizedTest
    @ValueSource(strings = {"/q/health/live", "/q/health/ready"})
    void of_the_process_does_not_ask_what_it_depends_on(String probe) {
        world().stopStore();
        world().breakApi();

        try {
            when().get(probe).then().statusCode(200).body("status", is("UP")).body("checks", empty());
        } finally {
            world().resumeStore();
        }
    }

    @Test
    void of_the_dependencies_names_both_and_when_they_were_looked_at() {
        var health = dependencies().statusCode(200).body("checks.name", containsInAnyOrder("store", "cluster"));

        for (var name : new String[] {"store", "cluster"}) {
            health.body(STATUS.formatted(name), is("UP"))
                    .body(DATA.formatted(name, "checkedAt"), notNullValue())
                    .body(DATA.formatted(name, "lastSuccessAt"), notNullValue())
                    .body(DATA.formatted(name, "ageSeconds"), lessThan(10))
                    .body(DATA.formatted(name, "detail"), nullValue());
        }
    }

    @Test
    void tells_a_store_that_is_away_from_a_cluster_that_is_there() {
        var before = lastSuccessOfStore();
        world().stopStore();
        try {
            dependencies()
                    .statusCode(503)
                    .body(STATUS.formatted("cluster"), is("UP"))
                    .body(STATUS.formatted("store"), is("DOWN"))
                    .body(
                            DATA.formatted("store", "detail"),
                            allOf(containsString("refused the connection"), containsString("apic-dr.sftp.host")))
                    .body(DATA.formatted("store", "lastSuccessAt"), notNullValue());
        } finally {
            world().resumeStore();
        }
        dependencies().statusCode(200);
        assertThat(lastSuccessOfStore()).isGreaterThan(before);
    }

    @Test
    void tells_a_path_that_is_missing_on_the_store_from_an_empty_store() throws IOException {
        when().get(BUNDLES).then().statusCode(200);
        Files.delete(world().store());

        dependencies()
                .statusCode(503)
                .body(STATUS.formatted("store"), is("DOWN"))
                .body(
                        DATA.formatted("store", "detail"),
                        containsString("The folder /store (apic-dr.sftp.path) does not exist on the SFTP server"));
        when().get(BUNDLES)
                .then()
                .spec(problem(503, "store-unavailable"))
                .body("detail", containsString("The folder /store (apic-dr.sftp.path) does not exist"));
    }

    @Test
    void names_the_other_sites_of_a_store_that_lacks_this_one() throws IOException {
        Files.createDirectory(world().store().resolve("test-dc-1"));

        dependencies()
                .statusCode(200)
                .body(STATUS.formatted("store"), is("UP"))
                .body(DATA.formatted("store", "detail"), containsString("but for: 'test-dc-1'."));
    }

    @Test
    void tells_a_cluster_that_is_away_from_a_store_that_is_there() {
        world().breakApi();

        dependencies()
                .statusCode(503)
                .body(STATUS.formatted("store"), is("UP"))
                .body(STATUS.formatted("cluster"), is("DOWN"))
                .body(DATA.formatted("cluster", "detail"), containsString("answered 500"));
        when().get(BUNDLES).then().statusCode(200);
    }

    @Test
    void is_logged_once_when_something_goes_and_once_when_it_returns() {
        dependencies().statusCode(200);
        try (var log = CapturedLog.start()) {
            world().stopStore();
            try {
                dependencies().statusCode(503);
                dependencies().statusCode(503);
            } finally {
                world().resumeStore();
            }
            dependencies().statusCode(200);
            dependencies().statusCode(200);

            assertThat(log.fields("The store cannot be used: ")).hasSize(1);
            assertThat(log.fields("The store can be used again.")).hasSize(1);
        }
    }

    private static String lastSuccessOfStore() {
        return dependencies().extract().path(DATA.formatted("store", "lastSuccessAt"));
    }

    private static ValidatableResponse dependencies() {
        return when().get("/q/health/group/dependencies").then();
    }
}
