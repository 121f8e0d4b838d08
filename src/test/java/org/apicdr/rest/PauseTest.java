package org.apicdr.rest;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.nio.file.Path;
import java.util.List;
import org.apicdr.testsupport.Command;
import org.apicdr.testsupport.MarkdownFile;
import org.junit.jupiter.api.Test;

@QuarkusTest
class PauseTest extends RestTest {

    private static final String PAUSE = "/api/v1/pause";

    private static final String NAMED = PAUSE + "?namespace=apic&cluster=management";

    @Test
    void shows_who_paused_it_why_and_since_when_until_it_is_resumed() {
        put(NAMED, "{\"reason\": \"upgrade\"}")
                .statusCode(200)
                .body("namespace", is("apic"))
                .body("cluster", is("management"))
                .body("reason", is("upgrade"))
                .body("since", notNullValue())
                .body("by", nullValue());
        when().get(PAUSE).then().statusCode(200).body("items.reason", is(List.of("upgrade")));
        when().get(PAUSE + "?namespace=second").then().statusCode(200).body("items", empty());

        when().delete(NAMED).then().statusCode(204);
        when().delete(NAMED).then().statusCode(204);
        when().get(PAUSE).then().statusCode(200).body("items", empty());
    }

    @Test
    void is_in_the_report_on_recoverability() {
        world().subsystem();
        put(PAUSE, "{\"reason\": \"upgrade\"}").statusCode(200).body("cluster", is("management"));

        when().get("/api/v1/recoverability?fresh=true")
                .then()
                .body("checks.find { it.id == 'paused' }.outcome", is("warn"))
                .body("checks.find { it.id == 'paused' }.detail", containsString("upgrade"));

        when().delete(PAUSE).then().statusCode(204);
        when().get("/api/v1/recoverability?fresh=true")
                .then()
                .body("checks.find { it.id == 'paused' }.outcome", is("pass"));
    }

    @Test
    void a_reason_is_one_line_and_a_subsystem_must_be_unambiguous() {
        put(NAMED, "{\"reason\": \"a\\nb\"}").spec(problem(400, "invalid-request"));
        put(NAMED, "{\"why\": \"a\"}").spec(problem(400, "invalid-request"));
        put(PAUSE, "{}").spec(problem(404, "subsystem-not-found"));
    }

    @Test
    void the_commands_of_the_page_pause_show_and_resume() {
        Command.require("curl");
        world().subsystem();
        var commands = MarkdownFile.read("docs/operations.md")
                .texts("Pause scheduled work", "sh")
                .get(0);

        var typed = Command.run(Path.of("."), "sh", "-ec", "API=%s%n%s".formatted(uri("/api/v1"), commands));

        assertThat(typed.succeeded()).as(typed.stderr()).isTrue();
        assertThat(typed.stdout()).contains("\"items\":[{", "recovery on the standby site");
        when().get(PAUSE).then().body("items", empty());
    }

    private static ValidatableResponse put(String path, String body) {
        return given().contentType("application/json").body(body).put(path).then();
    }
}
