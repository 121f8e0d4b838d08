package org.apicdr.rest;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.blankOrNullString;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class DeletionTest extends RestTest {

    private static final String ABSENT = "management-82b290a2-20240101T000000Z-00000001";

    @Test
    void removes_a_bundle_from_the_store_and_from_lists() {
        world().subsystem();
        var older = captured();
        var newer = captured();
        when().get(BUNDLES).then().body("items.size()", is(2));

        try (var log = CapturedLog.start()) {
            var answer = delete(older).statusCode(204).extract();

            assertThat(answer.asByteArray()).isEmpty();
            assertThat(log.text()).contains("Deleted bundle " + older);
        }
        assertThat(world().file(older)).doesNotExist();
        when().get(BUNDLES).then().body("items.id", contains(newer));
        when().get(BUNDLES + "/" + older).then().spec(problem(404, "bundle-not-found"));
    }

    @Test
    void removes_what_was_remembered_of_the_bundle() {
        world().subsystem();
        var id = captured();
        post(BUNDLES + "/" + id + "/verifications", "{}").statusCode(200);

        delete(id + "?force=true").statusCode(204);

        assertThat(world().files()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?force=false", "?namespace=apic&cluster=management"})
    void keeps_the_newest_authentic_bundle(String query) {
        world().subsystem();
        captured();
        var newest = captured();

        delete(newest + query)
                .spec(problem(409, "last-good-bundle"))
                .body("detail", allOf(containsString(newest), containsString("?force=true")));
        assertThat(world().file(newest)).exists();
    }

    @Test
    void removes_the_newest_where_it_is_forced() {
        world().subsystem();

        delete(captured() + "?force=true").statusCode(204);

        when().get(BUNDLES).then().body("items", is(empty()));
    }

    @Test
    void removes_what_is_not_authentic() throws IOException {
        world().subsystem();
        var id = captured();
        var damaged = Files.write(world().file(id), new byte[] {1, 2, 3});

        delete(id).statusCode(204);

        assertThat(damaged).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {ABSENT, ABSENT + "?force=true", "latest?force=true", "nonsense", "..%2Fnotes.txt"})
    void does_not_find_what_is_not_there(String path) throws IOException {
        var notes = world().plant("notes.txt", new byte[1]);

        delete(path).statusCode(404).body("detail", is(not(blankOrNullString())));
        assertThat(notes).exists();
    }

    @Test
    void finds_a_deleted_bundle_no_more() {
        world().subsystem();
        var id = captured();
        delete(id + "?force=true").statusCode(204);

        delete(id + "?force=true").spec(problem(404, "bundle-not-found"));
    }

    @Test
    void asks_which_is_meant_where_two_subsystems_have_such_a_bundle() throws IOException {
        world().subsystem();
        var id = captured();
        Files.createDirectories(world().folder(RestTestEnvironment.SECOND));
        Files.copy(world().file(id), world().folder(RestTestEnvironment.SECOND).resolve(id + ".tar"));

        delete(id).spec(problem(409, "subsystem-ambiguous"));
        delete(id + "?namespace=second").statusCode(204);
        assertThat(world().file(id)).exists();
    }

    @Test
    void says_that_the_store_lets_nothing_be_removed() {
        world().subsystem();
        var id = captured();

        try (var refusal = world().refuseRemovals()) {
            assertThat(refusal).isNotNull();
            delete(id + "?force=true")
                    .spec(problem(409, "store-append-only"))
                    .body("detail", allOf(containsString("may only add files"), containsString("permissions")));
        }
        when().get(BUNDLES).then().body("items.id", contains(id));
    }

    private static ValidatableResponse delete(String path) {
        return given().urlEncodingEnabled(false).delete(BUNDLES + "/" + path).then();
    }
}
