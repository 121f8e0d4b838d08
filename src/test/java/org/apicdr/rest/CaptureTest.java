package org.apicdr.rest;

import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class CaptureTest extends RestTest {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    @Test
    void shows_the_new_bundle_with_the_members_of_the_contract() {
        world().subsystem();

        var bundle = capture("{}").statusCode(201).extract().jsonPath();

        assertThat(bundle.<String, Object>getMap("$").keySet())
                .containsExactlyInAnyOrder(
                        "id",
                        "site",
                        "namespace",
                        "cluster",
                        "siteName",
                        "createdAt",
                        "sizeBytes",
                        "dirty",
                        "location",
                        "sha256",
                        "signature",
                        "manifest");
    }

    @Test
    void shows_a_manifest_with_the_members_of_the_format() {
        world().subsystem();

        var manifest =
                capture("{\"reason\": \"why\"}").statusCode(201).extract().jsonPath();

        assertThat(manifest.<String, Object>getMap("manifest").keySet())
                .containsExactlyInAnyOrder(
                        "formatVersion",
                        "id",
                        "site",
                        "createdAt",
                        "trigger",
                        "reason",
                        "producer",
                        "subsystems",
                        "recovery",
                        "payload",
                        "warnings");
    }

    @Test
    void gives_the_location_of_the_new_bundle() {
        world().subsystem();
        var answer = capture("{}").statusCode(201).extract();

        when().get(answer.header("Location")).then().statusCode(200).body("id", is(answer.<String>path("id")));
    }

    @Test
    void needs_neither_a_body_nor_a_content_type() throws IOException, InterruptedException {
        world().subsystem();

        var answer = postNothing(BUNDLES);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }

    /** {@code curl -d ''} sends the first. */
    @ParameterizedTest
    @ValueSource(strings = {"application/x-www-form-urlencoded", "text/plain", "application/json"})
    void takes_an_empty_body_for_none_whatever_it_is_called(String type) throws IOException, InterruptedException {
        world().subsystem();

        var answer = send(HttpRequest.newBuilder(uri(BUNDLES))
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.noBody()));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }

    @Test
    void needs_not_even_the_length_of_a_body() throws IOException {
        world().subsystem();
        var request = "POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".formatted(BUNDLES);

        try (var socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answer).startsWith("HTTP/1.1 201 ");
        }
    }

    @Test
    void keeps_the_reason_in_the_manifest() {
        world().subsystem();

        capture("{\"reason\": \"before the upgrade\"}")
                .statusCode(201)
                .body("manifest.reason", is("before the upgrade"));
    }

    @Test
    void covers_the_portal_of_the_subsystem() {
        world().subsystemWithPortal();

        capture("{}").statusCode(201).body("manifest.subsystems.kind", contains("ManagementCluster", "PortalCluster"));
    }

    @Test
    void returns_the_existing_bundle_where_only_changes_are_wanted_and_there_are_none() {
        world().subsystem();
        var first = captured();

        capture("{\"onlyIfChanged\": true}").statusCode(200).body("id", is(first));
    }

    @Test
    void makes_a_new_bundle_where_only_changes_are_wanted_and_a_secret_has_changed() {
        var subsystem = world().subsystem();
        var first = captured();
        subsystem.rotateSecret(subsystem.secrets().encryption());

        capture("{\"onlyIfChanged\": true}").statusCode(201).body("id", is(not(first)));
    }

    @Test
    void makes_a_new_bundle_without_a_change_and_names_the_previous_one() {
        world().subsystem();
        var first = captured();

        capture("{\"onlyIfChanged\": false}").statusCode(201).body("manifest.previous.id", is(first));
    }

    @Test
    void names_no_previous_bundle_in_the_first() {
        world().subsystem();

        capture("{}").statusCode(201).body("manifest.previous", is(nullValue()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"onlyIfChanged\": true}"})
    @SuppressWarnings("try") // the refusal ends with the block
    void makes_a_bundle_beside_a_planted_file_that_nobody_can_read(String request) {
        world().subsystem();
        captured();
        var planted = "management-82b290a2-%s-00000000.tar"
                .formatted(TIME.format(Instant.now().plusSeconds(60)));
        world().plant(planted, new byte[5_120]);

        try (var refusal = world().refuseToOpen(planted)) {
            capture(request)
                    .statusCode(201)
                    .body("manifest.previous", is(nullValue()))
                    .body(
                            "manifest.warnings",
                            hasItem(containsString("A file with the name of a bundle cannot be read.")));
        }
    }

    @Test
    void marks_a_forced_bundle_as_dirty() {
        var subsystem = world().subsystem();
        subsystem.deleteSecret(subsystem.secrets().encryption());

        capture("{\"force\": true}")
                .statusCode(201)
                .body("id", endsWith("-dirty"))
                .body("dirty", is(true));
    }

    @Test
    void says_in_a_forced_bundle_what_is_missing() {
        var subsystem = world().subsystem();
        subsystem.deleteSecret(subsystem.secrets().encryption());

        capture("{\"force\": true}")
                .statusCode(201)
                .body(
                        "manifest.subsystems[0].missing",
                        contains(subsystem.secrets().encryption()));
    }
}
