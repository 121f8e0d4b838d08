package org.apicdr.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ListTest extends RestTest {

    private static final String OLD = "management-82b290a2-20240101T000000Z-00000001";
    private static final String TWIN = "management-82b290a2-20240101T000000Z-00000002";
    private static final String MIDDLE = "management-82b290a2-20240102T000000Z-00000000";
    private static final String NEW = "management-82b290a2-20240103T000000Z-00000000-dirty";

    @Test
    void is_empty_where_nothing_was_stored() {
        list(Map.of()).statusCode(200).body("items", is(empty()));
    }

    @Test
    void shows_what_the_name_of_a_bundle_tells() {
        plant(NEW);

        var item = list(Map.of()).statusCode(200).extract().<Map<String, Object>>path("items[0]");

        assertThat(item)
                .isEqualTo(Map.of(
                        "id", NEW,
                        "site", "test-dc1",
                        "namespace", "apic",
                        "cluster", "management",
                        "siteName", "82b290a2",
                        "createdAt", "2024-01-03T00:00:00Z",
                        "sizeBytes", 4,
                        "dirty", true));
    }

    @Test
    void is_sorted_newest_first() {
        plant(MIDDLE, OLD, NEW, TWIN);

        list(Map.of()).statusCode(200).body("items.id", contains(NEW, MIDDLE, TWIN, OLD));
    }

    @Test
    void shows_at_most_as_many_as_the_limit() {
        plant(MIDDLE, OLD, NEW);

        list(Map.of("limit", "2")).statusCode(200).body("items.id", contains(NEW, MIDDLE));
    }

    @Test
    void leads_through_all_pages_without_gaps_or_repeats() {
        plant(MIDDLE, OLD, NEW, TWIN);
        var seen = new ArrayList<String>();
        var query = Map.of("limit", "1");
        while (query.size() == 1 || query.containsKey("cursor")) {
            var page = list(query).statusCode(200).extract().jsonPath();
            seen.addAll(page.getList("items.id"));
            var next = page.getString("nextCursor");
            query = next == null ? Map.of() : Map.of("limit", "1", "cursor", next);
        }

        assertThat(seen).containsExactly(NEW, MIDDLE, TWIN, OLD);
    }

    @Test
    void has_no_cursor_on_the_last_page() {
        plant(OLD, NEW);

        list(Map.of("limit", "2")).statusCode(200).body("nextCursor", is(nullValue()));
    }

    @Test
    void begins_with_since() {
        plant(OLD, MIDDLE, NEW);

        list(Map.of("since", "2024-01-02T00:00:00Z")).statusCode(200).body("items.id", contains(NEW, MIDDLE));
    }

    @Test
    void ends_before_until() {
        plant(OLD, MIDDLE, NEW);

        list(Map.of("until", "2024-01-02T00:00:00Z")).statusCode(200).body("items.id", contains(OLD));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2024-01-02T00:00:00Z",
                "2024-01-02t00:00:00.000000z",
                "2024-01-02T00:00:00.000000%2B0000",
                "2024-01-02T02:00:00%2B02:00",
                "2024-01-02T02:00:00+02:00",
                "2024-01-02T02:00:00+0200",
                "2024-01-01T22:00:00-02:00",
                "2024-01-01T22:00:00-0200"
            })
    void takes_times_of_any_zone_and_spelling(String time) {
        plant(OLD, MIDDLE, NEW);

        given().urlEncodingEnabled(false)
                .get(BUNDLES + "?until=" + time)
                .then()
                .statusCode(200)
                .body("items.id", contains(OLD));
    }

    @Test
    void shows_all_subsystems_where_none_is_named() {
        var ids = captureBoth();

        list(Map.of()).statusCode(200).body("items.id", containsInAnyOrder(ids.toArray()));
    }

    @Test
    void shows_the_bundles_of_a_namespace_alone() {
        captureBoth();

        list(Map.of("namespace", "second")).statusCode(200).body("items.namespace", contains("second"));
    }

    @Test
    void shows_the_bundles_of_a_cluster_alone() {
        captureBoth();

        list(Map.of("cluster", "other")).statusCode(200).body("items", is(empty()));
    }

    @Test
    void counts_foreign_and_half_files() {
        plant(OLD);
        world().plant("notes.txt", new byte[0]);
        world().plant(MIDDLE + ".tar.part", new byte[0]);

        list(Map.of()).statusCode(200).body("foreignFiles", is(2));
    }

    @Test
    void does_not_show_foreign_and_half_files() {
        plant(OLD);
        world().plant("notes.txt", new byte[0]);
        world().plant(MIDDLE + ".tar.part", new byte[0]);

        list(Map.of()).statusCode(200).body("items.id", contains(OLD));
    }

    @Test
    void does_not_show_bundles_of_the_future() {
        plant(OLD, "management-82b290a2-29990101T000000Z-00000000");

        list(Map.of()).statusCode(200).body("items.id", contains(OLD));
    }

    @Test
    void says_how_old_it_is() {
        plant(OLD);

        given().get(BUNDLES).then().statusCode(200).header("Age", matchesPattern("[0-5]"));
    }

    @Test
    void is_fresh_where_no_cache_is_wanted() {
        plant(OLD);
        list(Map.of()).statusCode(200);
        plant(NEW);

        list(Map.of()).statusCode(200).header("Age", is("0")).body("items.id", contains(NEW, OLD));
    }

    private void plant(String... ids) {
        for (var id : ids) {
            world().plant(id + ".tar", new byte[4]);
        }
    }

    private List<String> captureBoth() {
        world().subsystem();
        world().subsystem(RestTestEnvironment.SECOND);
        return List.of(captured("{\"namespace\": \"apic\"}"), captured("{\"namespace\": \"second\"}"));
    }

    private static ValidatableResponse list(Map<String, String> query) {
        return given().header("Cache-Control", "no-cache")
                .queryParams(query)
                .get(BUNDLES)
                .then();
    }
}
