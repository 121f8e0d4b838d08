package org.apicdr.rest;

import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SubsystemTest extends RestTest {

    private static final String SUBSYSTEMS = "/api/v1/subsystems";

    @Test
    void is_shown_with_the_members_of_the_contract() {
        world().subsystem();

        var subsystem = when().get(SUBSYSTEMS).then().statusCode(200).extract().<Map<String, Object>>path("items[0]");

        assertThat(subsystem.keySet())
                .containsExactlyInAnyOrder(
                        "namespace",
                        "cluster",
                        "uid",
                        "lineage",
                        "siteName",
                        "version",
                        "healthy",
                        "health",
                        "portals",
                        "references");
    }

    @Test
    void is_listed_from_every_namespace() {
        world().subsystem();
        world().subsystem(RestTestEnvironment.SECOND);

        when().get(SUBSYSTEMS).then().statusCode(200).body("items.namespace", containsInAnyOrder("apic", "second"));
    }

    @Test
    void is_listed_with_its_portal() {
        world().subsystemWithPortal();

        when().get(SUBSYSTEMS).then().statusCode(200).body("items[0].portals.name", contains("portal"));
    }

    @Test
    void is_listed_as_unhealthy_where_it_is() {
        world().subsystem().setStatus(status -> status.put("phase", "Pending"));

        when().get(SUBSYSTEMS).then().statusCode(200).body("items[0].healthy", is(false));
    }

    @Test
    void is_not_listed_where_there_is_none() {
        when().get(SUBSYSTEMS).then().statusCode(200).body("items", is(empty()));
    }
}
