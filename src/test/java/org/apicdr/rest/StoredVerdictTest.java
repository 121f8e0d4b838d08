package org.apicdr.rest;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class StoredVerdictTest extends RestTest {

    private static final String TIME = "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z";

    @Test
    void is_absent_until_the_first_verification() {
        var id = bundle();

        when().get(BUNDLES + "/" + id).then().statusCode(200).body("verification", is(nullValue()));
        list().body("items[0].verification", is(nullValue()));
    }

    @Test
    void is_shown_in_lists() {
        verify(bundle(), "{}");

        list().body("items[0].verification.verdict", is("pass"))
                .body("items[0].verification.at", matchesPattern(TIME))
                .body("forgedVerdicts", is(nullValue()));
    }

    @Test
    void is_shown_with_its_bundle() {
        var id = bundle();
        verify(id, "{}");

        for (var path : List.of(id, "latest")) {
            when().get(BUNDLES + "/" + path)
                    .then()
                    .statusCode(200)
                    .body("verification.verdict", is("pass"))
                    .body("verification.at", matchesPattern(TIME));
        }
    }

    @Test
    void is_shown_where_nothing_had_to_be_captured() {
        verify(bundle(), "{}");

        capture("{\"onlyIfChanged\": true}").statusCode(200).body("verification.verdict", is("pass"));
    }

    @Test
    void is_of_all_levels_where_it_is_good() {
        var id = bundle();

        verify(id, "{\"levels\": [\"stored\", \"authentic\"]}");
        verify(id, "{\"levels\": [\"restorable\"]}");

        list().body("items[0].verification", is(nullValue()));
    }

    @Test
    void is_of_any_level_where_it_is_bad() throws IOException {
        var id = bundle();
        verify(id, "{}");
        Files.write(world().file(id), new byte[] {1});

        verify(id, "{\"levels\": [\"stored\"]}");

        list().body("items[0].verification.verdict", is("fail"));
    }

    /** A bundle is not bad because the live subsystem has changed since. */
    @Test
    void is_not_of_the_comparison_with_the_live_subsystem() {
        var subsystem = world().subsystem();
        var id = captured();
        subsystem.rotateSecret(subsystem.secrets().backup());

        verify(id, "{\"levels\": [\"current\"]}");
        list().body("items[0].verification", is(nullValue()));

        post(BUNDLES + "/" + id + "/verifications", "{}").body("verdict", is("fail"));
        list().body("items[0].verification.verdict", is("pass"));
    }

    @Test
    void is_remembered_although_the_answer_is_an_error() throws IOException {
        var id = bundle();
        Files.write(world().file(id), new byte[] {1});

        post(BUNDLES + "/" + id + "/verifications?failOn=fail", "{}").statusCode(409);

        list().body("items[0].verification.verdict", is("fail"));
    }

    @Test
    void is_one_empty_file() {
        var id = bundle();
        verify(id, "{}");
        verify(id, "{}");

        var markers = world().files().stream()
                .filter(file -> file.contains("/.verified/"))
                .toList();
        assertThat(markers)
                .singleElement()
                .asString()
                .matches(".*/\\.verified/" + id + "~[0-9]{8}T[0-9]{6}Z~pass~[0-9a-f]{32}");
    }

    @Test
    void is_ignored_and_counted_where_it_is_forged() {
        var id = bundle();
        world().plantVerdict(id + "~20240101T000000Z~fail~" + "0".repeat(32));
        world().plantVerdict("notes.txt");

        try (var log = CapturedLog.start()) {
            list().body("items[0].verification", is(nullValue())).body("forgedVerdicts", is(2));
            list().body("forgedVerdicts", is(2));

            assertThat(log.text().split("2 names in sftp://", -1)).hasSize(2);
        }
    }

    @Test
    void is_not_needed_for_the_report() throws IOException {
        var id = bundle();
        Files.createFile(world().folder(RestTestEnvironment.NAMESPACE).resolve(".verified"));

        try (var log = CapturedLog.start()) {
            verify(id, "{}");

            assertThat(log.text()).contains("The verdict on " + id + " could not be stored: ");
        }
        list().body("items[0].verification", is(nullValue()));
    }

    private String bundle() {
        world().subsystem();
        return captured();
    }

    private static void verify(String id, String body) {
        post(BUNDLES + "/" + id + "/verifications", body).statusCode(200);
    }

    private static ValidatableResponse list() {
        return given().header("Cache-Control", "no-cache").get(BUNDLES).then().statusCode(200);
    }
}
