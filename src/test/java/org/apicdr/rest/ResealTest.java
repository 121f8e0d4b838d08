package org.apicdr.rest;

import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import org.apicdr.testsupport.ShiftedClock;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The recipients change in the file that is mounted; the service is never told. */
@QuarkusTest
class ResealTest extends RestTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private final Path recipients;
    private final Path identity;
    private final ShiftedClock clock;
    private List<String> before = List.of();
    private String opens = "";

    ResealTest(
            @ConfigProperty(name = "apic-dr.seal.recipients-file") Path recipients,
            @ConfigProperty(name = "apic-dr.seal.identity-file") Path identity,
            ShiftedClock clock) {
        this.recipients = recipients;
        this.identity = identity;
        this.clock = clock;
    }

    @BeforeEach
    void keep_the_keys() throws IOException {
        before = Files.readAllLines(recipients);
        opens = Files.readString(identity);
    }

    @AfterEach
    void put_the_keys_back() throws IOException {
        Files.write(recipients, before);
        Files.writeString(identity, opens);
        clock.reset();
    }

    @Test
    void makes_a_new_bundle_for_the_recipients_of_now() {
        world().subsystemWithPortal();
        var former = captured("{\"reason\": \"before the upgrade\"}");
        var newcomer = replaceTheSecondRecipient();
        clock.advance(HOUR);

        var resealed = reseal(former, "{}").statusCode(201);

        resealed.body("manifest.payload.recipients", is(List.of(before.get(0), newcomer)))
                .body("manifest.trigger", is("reseal"))
                .body("manifest.reason", is("before the upgrade"))
                .body("manifest.resealedFrom.id", is(former))
                .body("manifest.previous.id", is(former))
                .body("manifest.warnings", is(empty()))
                .body("signature.outcome", is("pass"))
                .body("dirty", is(false));
        String id = resealed.extract().path("id");
        assertThat(id).isGreaterThan(former);
        when().get(resealed.extract().header("Location")).then().statusCode(200).body("id", is(id));
        when().get(BUNDLES + "/" + former)
                .then()
                .statusCode(200)
                .body("manifest.payload.recipients", is(before))
                .body("manifest.resealedFrom", is(nullValue()));
        post(BUNDLES + "/" + id + "/verifications", "{}").body("verdict", is("pass"));
    }

    @Test
    void needs_no_body_and_no_subsystem() throws IOException, InterruptedException {
        world().subsystem();
        var former = captured();
        replaceTheSecondRecipient();
        world().rebuildCluster();

        var answer = postNothing(BUNDLES + "/" + former + "/reseals");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }

    @Test
    void keeps_the_reason_that_is_given() {
        world().subsystem();
        var former = captured("{\"reason\": \"nightly\"}");
        replaceTheSecondRecipient();

        reseal(former, "{\"reason\": \"Ada has left\"}").statusCode(201).body("manifest.reason", is("Ada has left"));
    }

    @Test
    void never_takes_recipients_from_a_request() {
        world().subsystem();
        var former = captured();

        reseal(former, "{\"recipients\": [\"%s\"]}".formatted(before.get(0)))
                .spec(problem(400, "invalid-request"))
                .body("detail", containsString("'recipients'"));
    }

    @Test
    void has_nothing_to_do_where_the_bundle_is_sealed_so_already() {
        world().subsystem();
        var id = captured();

        reseal(id, "{}").statusCode(200).body("id", is(id));

        assertThat(world().files()).hasSize(1);
    }

    @Test
    void does_not_make_an_old_state_the_latest() {
        var subsystem = world().subsystem();
        var old = captured();
        clock.advance(HOUR);
        subsystem.rotateSecret(subsystem.secrets().encryption());
        var newer = captured();
        clock.advance(HOUR);
        replaceTheSecondRecipient();

        String resealed = reseal(old, "{}").statusCode(201).extract().path("id");

        when().get(BUNDLES + "/latest").then().statusCode(200).body("id", is(newer));
        post(BUNDLES + "/" + resealed + "/verifications", "{\"levels\": [\"current\"]}")
                .body("verdict", is("fail"))
                .body("checks.detail", hasItem(containsString("has changed")));
        String newest = capture("{\"onlyIfChanged\": true}")
                .statusCode(201)
                .body("manifest.previous.id", is(newer))
                .extract()
                .path("id");
        when().get(BUNDLES + "/latest").then().statusCode(200).body("id", is(newest));
    }

    @Test
    void of_the_latest_is_the_latest_and_protects_as_a_new_capture_would() {
        world().subsystem();
        var former = captured();
        replaceTheSecondRecipient();
        clock.advance(HOUR);

        String resealed = reseal(former, "{}").statusCode(201).extract().path("id");

        when().get(BUNDLES + "/latest").then().statusCode(200).body("id", is(resealed));
        capture("{\"onlyIfChanged\": true}").statusCode(200).body("id", is(resealed));
    }

    @Test
    void of_a_resealed_bundle_names_the_one_that_was_captured() {
        world().subsystem();
        var captured = captured();
        replaceTheSecondRecipient();
        clock.advance(HOUR);
        String once = reseal(captured, "{}").statusCode(201).extract().path("id");
        replaceTheSecondRecipient();
        clock.advance(HOUR);

        reseal(once, "{}")
                .statusCode(201)
                .body("manifest.resealedFrom.id", is(captured))
                .body("manifest.previous.id", is(once));
    }

    @Test
    void warns_where_one_recipient_is_left() throws IOException {
        world().subsystem();
        var former = captured();
        Files.writeString(recipients, before.get(0));

        reseal(former, "{}").statusCode(201).body("manifest.warnings", hasItem(containsString("one recipient only")));
    }

    @Test
    void says_whose_identity_it_lacks_and_stores_nothing() throws IOException, NoSuchAlgorithmException {
        world().subsystem();
        var former = captured();
        replaceTheSecondRecipient();
        Files.write(identity, RestTestResource.ageKey().getPrivate().getEncoded());

        reseal(former, "{}")
                .spec(problem(409, "identity-missing"))
                .body("stored", is("no"))
                .body("detail", allOf(containsString(before.get(0)), containsString("apic-dr.seal.identity-file")))
                .body("detail", not(containsString("AGE-SECRET-KEY")));

        assertThat(world().files()).hasSize(1);
    }

    @Test
    void refuses_recipients_that_are_none_and_names_the_property() throws IOException {
        world().subsystem();
        var former = captured();
        Files.writeString(recipients, before.get(0) + "\n" + before.get(0) + "\nage1nonsense\n");

        reseal(former, "{}")
                .spec(problem(503, "configuration-invalid"))
                .header("Retry-After", is(nullValue()))
                .body(
                        "detail",
                        allOf(
                                containsString("apic-dr.seal.recipients-file: recipient 2 is the same as recipient 1"),
                                containsString("apic-dr.seal.recipients-file: recipient 3 is not an age X25519")));
        capture("{}").spec(problem(503, "configuration-invalid"));
        Files.writeString(recipients, "# nobody\n");
        capture("{}")
                .spec(problem(503, "configuration-invalid"))
                .body("detail", containsString("no recipient is configured"));
    }

    @Test
    void refuses_a_bundle_that_is_not_authentic() throws IOException {
        world().subsystem();
        var former = captured();
        var file = world().file(former);
        var bytes = Files.readAllBytes(file);
        bytes[bytes.length - 4000] ^= 1;
        Files.write(file, bytes);
        replaceTheSecondRecipient();

        reseal(former, "{}")
                .spec(problem(409, "verification-failed"))
                .body("stored", is("no"))
                .body("detail", containsString("not authentic"));
    }

    @Test
    void knows_no_bundle_of_another_name() {
        reseal("management-82b290a2-20261122T030000Z-1f9a3c2b", "{}").spec(problem(404, "bundle-not-found"));
    }

    @Test
    void has_the_members_that_are_shown() throws IOException {
        world().subsystemWithPortal();
        var former = captured("{\"reason\": \"before the upgrade\"}");
        replaceTheSecondRecipient();
        var document =
                new ObjectMapper().readTree(when().get("/q/openapi?format=json").asByteArray());

        var answer = new ObjectMapper()
                .readTree(reseal(
                                former,
                                document.at("/components/examples/resealWithReason/value")
                                        .toString())
                        .statusCode(201)
                        .extract()
                        .asByteArray());

        assertThat(ApiExamplesTest.members(answer))
                .isEqualTo(ApiExamplesTest.members(document.at("/components/examples/resealedBundle/value")));
    }

    private String replaceTheSecondRecipient() {
        try {
            var newcomer = RestTestResource.recipient(RestTestResource.ageKey());
            Files.write(recipients, List.of(before.get(0), newcomer));
            return newcomer;
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ValidatableResponse reseal(String id, String body) {
        return post(BUNDLES + "/" + id + "/reseals", body);
    }
}
