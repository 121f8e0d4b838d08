package org.apicdr.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
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
class VerificationTest extends RestTest {

    private static final String DEFAULT_LEVELS = "{}";

    @Test
    void has_the_members_of_the_contract() {
        var report = verify(bundle(), DEFAULT_LEVELS).statusCode(200).extract().jsonPath();

        assertThat(report.<String, Object>getMap("$").keySet())
                .containsExactlyInAnyOrder("bundleId", "verdict", "at", "checks", "notProven");
    }

    @Test
    void names_the_bundle() {
        var id = bundle();

        verify(id, DEFAULT_LEVELS).statusCode(200).body("bundleId", is(id));
    }

    @Test
    void passes_a_new_bundle() {
        verify(bundle(), DEFAULT_LEVELS).statusCode(200).body("verdict", is("pass"));
    }

    @Test
    void needs_no_body() throws IOException, InterruptedException {
        assertThat(postNothing(BUNDLES + "/" + bundle() + "/verifications").statusCode())
                .isEqualTo(200);
    }

    @Test
    void verifies_the_latest() {
        var id = bundle();

        post(BUNDLES + "/latest/verifications", "{}").statusCode(200).body("bundleId", is(id));
    }

    @Test
    void goes_through_all_levels_where_none_is_named() {
        verify(bundle(), DEFAULT_LEVELS)
                .statusCode(200)
                .body("checks.level", hasItems("stored", "authentic", "openable", "complete", "current", "restorable"));
    }

    @Test
    void lists_what_could_not_be_proven_as_not_proven() {
        verify(bundle(), DEFAULT_LEVELS).statusCode(200).body("notProven", contains("restorable"));
    }

    @Test
    void proves_the_level_that_is_named() {
        verify(bundle(), "{\"levels\": [\"stored\"]}").statusCode(200).body("checks.level", everyItem(is("stored")));
    }

    @Test
    void warns_where_a_level_that_is_named_is_skipped() {
        verify(bundle(), "{\"levels\": [\"restorable\"]}").statusCode(200).body("verdict", is("warn"));
    }

    @Test
    void refuses_an_unknown_level_and_names_it() {
        verify(bundle(), "{\"levels\": [\"shiny\"]}")
                .spec(problem(400, "invalid-request"))
                .body("detail", allOf(containsString("shiny"), containsString("openable")))
                .body("detail", not(containsString("org.apicdr")));
    }

    @Test
    void refuses_no_levels_at_all() {
        verify(bundle(), "{\"levels\": []}").spec(problem(400, "invalid-request"));
    }

    @Test
    void fails_where_one_byte_of_the_file_was_changed() throws IOException {
        var id = bundle();
        flipOneByte(id);

        verify(id, DEFAULT_LEVELS)
                .statusCode(200)
                .body("verdict", is("fail"))
                .body("checks.findAll { it.outcome == 'fail' }.level", everyItem(is("authentic")));
    }

    @Test
    void names_a_secret_that_was_rotated() {
        var subsystem = world().subsystem();
        var id = captured();
        subsystem.rotateSecret(subsystem.secrets().backup());

        verify(id, "{\"levels\": [\"current\"]}")
                .statusCode(200)
                .body("verdict", is("fail"))
                .body(
                        "checks.detail",
                        hasItem(containsString(subsystem.secrets().backup())));
    }

    @Test
    void is_skipped_where_the_subsystem_cannot_be_compared() {
        var id = bundle();
        world().rebuildCluster();

        verify(id, "{\"levels\": [\"current\"]}").statusCode(200).body("verdict", is("warn"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"fail", "warn"})
    void is_an_error_where_the_verdict_is_fail(String failOn) throws IOException {
        var id = bundle();
        flipOneByte(id);

        verify(id + "/verifications?failOn=" + failOn)
                .spec(problem(409, "verification-failed"))
                .body("report.verdict", is("fail"));
    }

    @Test
    void is_an_error_where_the_verdict_is_warn_and_that_is_wanted() {
        post(BUNDLES + "/" + bundle() + "/verifications?failOn=warn", "{\"levels\": [\"restorable\"]}")
                .spec(problem(409, "verification-failed"))
                .body("report.verdict", is("warn"));
    }

    @Test
    void is_no_error_where_the_verdict_is_better_than_fail_on() {
        post(BUNDLES + "/" + bundle() + "/verifications?failOn=fail", "{\"levels\": [\"restorable\"]}")
                .statusCode(200);
    }

    @Test
    void refuses_an_unknown_fail_on() {
        verify(bundle() + "/verifications?failOn=pass")
                .spec(problem(400, "invalid-request"))
                .body("detail", containsString("failOn"));
    }

    @Test
    void does_not_verify_a_bundle_that_is_not_there() {
        verify("management-82b290a2-20240101T000000Z-00000001", "{}").spec(problem(404, "bundle-not-found"));
    }

    private String bundle() {
        world().subsystem();
        return captured();
    }

    private void flipOneByte(String id) throws IOException {
        var file = world().file(id);
        var bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
    }

    private static ValidatableResponse verify(String id, String body) {
        return post(BUNDLES + "/" + id + "/verifications", body);
    }

    private static ValidatableResponse verify(String path) {
        return post(BUNDLES + "/" + path, "{}");
    }
}
