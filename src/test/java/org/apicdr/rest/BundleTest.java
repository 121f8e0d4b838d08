package org.apicdr.rest;

import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class BundleTest extends RestTest {

    private static final String ABSENT = "management-82b290a2-20240101T000000Z-00000001";
    private static final String FUTURE = "management-82b290a2-29990101T000000Z-00000000";

    @Test
    void is_authentic_and_names_its_signer() {
        world().subsystem();

        when().get(BUNDLES + "/" + captured())
                .then()
                .statusCode(200)
                .body("signature.outcome", is("pass"))
                .body("signature.signer", startsWith("SHA256:"));
    }

    @Test
    void is_shown_as_it_was_when_it_was_new() {
        world().subsystem();
        var created = capture("{}").statusCode(201).extract();

        var shown = when().get(BUNDLES + "/" + created.path("id")).then().statusCode(200);

        assertThat(shown.extract().asString()).isEqualTo(created.asString());
    }

    @Test
    void shows_no_manifest_where_it_is_not_authentic() throws IOException {
        damage(ABSENT);

        when().get(BUNDLES + "/" + ABSENT)
                .then()
                .statusCode(200)
                .body("signature.outcome", is("fail"))
                .body("manifest", is(nullValue()));
    }

    @Test
    void shows_the_newest_authentic_bundle_as_the_latest() {
        world().subsystem();
        captured();
        var second = captured();

        when().get(BUNDLES + "/latest").then().statusCode(200).body("id", is(second));
    }

    @Test
    void says_where_the_latest_can_be_asked_for() {
        world().subsystem();
        var id = captured();

        when().get(when().get(BUNDLES + "/latest").header("Content-Location"))
                .then()
                .statusCode(200)
                .body("id", is(id));
    }

    @Test
    void has_no_latest_where_there_is_none() {
        when().get(BUNDLES + "/latest").then().spec(problem(404, "bundle-not-found"));
    }

    @Test
    void has_no_single_latest_where_two_subsystems_have_bundles() {
        world().subsystem();
        world().subsystem(RestTestEnvironment.SECOND);
        captured("{\"namespace\": \"apic\"}");
        captured("{\"namespace\": \"second\"}");

        when().get(BUNDLES + "/latest")
                .then()
                .spec(problem(409, "subsystem-ambiguous"))
                .body("candidates", contains("apic/management", "second/management"));
    }

    @Test
    void is_the_latest_whatever_is_planted_beside_it() throws IOException {
        world().subsystem();
        var id = captured();
        plantFuture(id);

        when().get(BUNDLES + "/latest").then().statusCode(200).body("id", is(id));
    }

    @Test
    void is_compared_with_whatever_is_planted_beside_it() throws IOException {
        world().subsystem();
        var id = captured();
        plantFuture(id);

        capture("{\"onlyIfChanged\": true}").statusCode(200).body("id", is(id));
    }

    @Test
    void is_the_previous_one_whatever_is_planted_beside_it() throws IOException {
        world().subsystem();
        var id = captured();
        plantFuture(id);

        capture("{}").statusCode(201).body("manifest.previous.id", is(id));
    }

    @Test
    void is_downloaded_as_it_lies_on_the_store() throws IOException {
        world().subsystem();
        var id = captured();

        var bytes = when().get(BUNDLES + "/" + id + "/archive")
                .then()
                .statusCode(200)
                .extract();

        assertThat(bytes.asByteArray()).isEqualTo(Files.readAllBytes(world().file(id)));
    }

    @Test
    void is_downloaded_with_the_headers_of_a_file() throws IOException {
        world().subsystem();
        var id = captured();

        when().get(BUNDLES + "/" + id + "/archive")
                .then()
                .contentType("application/x-tar")
                .header("Content-Disposition", is("attachment; filename=\"%s.tar\"".formatted(id)))
                .header("Content-Length", is(String.valueOf(Files.size(world().file(id)))))
                .header("Cache-Control", is("no-store"));
    }

    @Test
    void is_downloaded_with_its_digest() throws IOException, GeneralSecurityException {
        world().subsystem();
        var id = captured();
        var sha256 = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(world().file(id)));

        when().get(BUNDLES + "/" + id + "/archive")
                .then()
                .header("Repr-Digest", is("sha-256=:" + Base64.getEncoder().encodeToString(sha256) + ":"));
    }

    @Test
    void is_downloaded_as_the_latest() throws IOException {
        world().subsystem();
        captured();
        var id = captured();

        var bytes =
                when().get(BUNDLES + "/latest/archive").then().statusCode(200).extract();

        assertThat(bytes.asByteArray()).isEqualTo(Files.readAllBytes(world().file(id)));
    }

    @Test
    void is_downloaded_although_it_is_damaged() throws IOException {
        var bytes = damage(ABSENT);

        var answer = when().get(BUNDLES + "/" + ABSENT + "/archive")
                .then()
                .statusCode(200)
                .extract();

        assertThat(answer.asByteArray()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {ABSENT, ABSENT + "/archive", "nonsense", "nonsense/archive", "latest/archive"})
    void is_not_found_where_it_is_not(String path) {
        when().get(BUNDLES + "/" + path).then().spec(problem(404, "bundle-not-found"));
    }

    private byte[] damage(String id) throws IOException {
        return Files.readAllBytes(world().plant(id + ".tar", new byte[] {1, 2, 3}));
    }

    private void plantFuture(String id) throws IOException {
        world().plant(FUTURE + ".tar", Files.readAllBytes(world().file(id)));
    }
}
