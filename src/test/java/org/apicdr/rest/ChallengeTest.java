package org.apicdr.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import org.apicdr.testsupport.Command;
import org.apicdr.testsupport.MarkdownFile;
import org.apicdr.testsupport.ShiftedClock;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ChallengeTest extends RestTest {

    private static final String CHALLENGES = "/api/v1/trust/challenges";

    private static final Path SCRIPT = Path.of("src/main/recovery/recover");

    private final Path recipientsFile;
    private final ShiftedClock clock;
    private List<String> before = List.of();
    private String keeper = "";

    @TempDir
    private Path offline;

    ChallengeTest(@ConfigProperty(name = "apic-dr.seal.recipients-file") Path recipientsFile, ShiftedClock clock) {
        this.recipientsFile = recipientsFile;
        this.clock = clock;
    }

    /** Seals to the identity of the service, and to one that is kept elsewhere. */
    @BeforeEach
    void keep_an_identity_elsewhere() throws IOException, NoSuchAlgorithmException {
        before = Files.readAllLines(recipientsFile);
        var key = RestTestResource.ageKey();
        keeper = RestTestResource.recipient(key);
        Files.write(offline.resolve("identity.txt"), key.getPrivate().getEncoded());
        Files.write(recipientsFile, List.of(before.get(0), keeper));
        world().subsystem();
    }

    @AfterEach
    void put_the_recipients_back() throws IOException {
        Files.write(recipientsFile, before);
        clock.reset();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox"})
    void the_commands_of_the_page_show_when_a_keeper_last_had_the_identity(String shell) throws IOException {
        Command.require("age", "curl", shell);
        Files.copy(SCRIPT, offline.resolve("recover"));
        proven().body("outcome", is("skipped")).body("detail", containsString("POST /trust/challenges"));
        var blocks = MarkdownFile.read("docs/recoverability.md").blocks().stream()
                .filter(block -> block.chapter().equals("Prove that the identities exist"))
                .toList();
        assertThat(blocks).hasSize(3);

        type(shell, blocks.get(0).text());
        var asked = type(shell, blocks.get(1).text());
        clock.advance(Duration.ofDays(1));
        var proof = JsonPath.from(type(shell, blocks.get(2).text()).stdout());

        var id = JsonPath.from(offline.resolve("challenge.json").toFile()).getString("id");
        assertThat(asked.stderr()).contains("OK: ", "POST /trust/challenges/%s/answers".formatted(id));
        assertThat(proof.getString("recipient")).isEqualTo(keeper);
        assertThat(proof.getString("provenAt").replaceAll("[-:]", "")).isEqualTo(id.substring(0, 16));
        proven().body("outcome", is("pass"))
                .body("detail", containsString(keeper + ": " + proof.getString("provenAt")));
        clock.advance(Duration.ofDays(179));
        proven().body("outcome", is("warn")).body("remedy", containsString("re-seal"));
    }

    @Test
    void an_answer_counts_for_its_challenge_and_its_recipient_alone() throws IOException {
        Command.require("age");
        var first = challenge();
        var answer = prove().stdout();
        var second = challenge();

        post(CHALLENGES + "/" + second + "/answers", answer).spec(problem(400, "invalid-request"));
        post(CHALLENGES + "/" + first + "/answers", answer.replace(keeper, before.get(1)))
                .spec(problem(400, "invalid-request"));

        assertThat(world().store().resolve(RestTestEnvironment.SITE)).doesNotExist();
        proven().body("outcome", is("skipped"));
        post(CHALLENGES + "/" + first + "/answers", answer).statusCode(200);
        post(CHALLENGES + "/" + first + "/answers", answer).statusCode(200);
        assertThat(proofs()).hasSize(1);
    }

    @Test
    void a_challenge_of_the_future_proves_nothing_now() throws IOException {
        Command.require("age");
        clock.advance(Duration.ofDays(365));
        var early = challenge();
        var answer = prove().stdout();
        post(CHALLENGES + "/" + early + "/answers", answer).statusCode(200);
        clock.reset();

        post(CHALLENGES + "/" + early + "/answers", answer)
                .spec(problem(400, "invalid-request"))
                .body("detail", containsString("in the future"));
        proven().body("outcome", is("skipped"));
    }

    @Test
    void a_planted_file_proves_nothing() throws IOException {
        Command.require("age");
        post(CHALLENGES + "/" + challenge() + "/answers", prove().stdout()).statusCode(200);
        var genuine = proofs().get(0);
        Files.move(
                genuine, genuine.resolveSibling(genuine.getFileName().toString().replaceFirst("~\\d{4}", "~2099")));
        Files.createFile(genuine.resolveSibling("notes"));

        proven().body("outcome", is("skipped"));
    }

    @Test
    void a_keeper_of_another_identity_is_told_whose_is_needed() throws IOException, NoSuchAlgorithmException {
        Command.require("age");
        challenge();
        Files.write(
                offline.resolve("identity.txt"),
                RestTestResource.ageKey().getPrivate().getEncoded());

        var stopped = prove();

        assertThat(stopped.exit()).isEqualTo(1);
        assertThat(stopped.stdout()).isEmpty();
        assertThat(stopped.stderr()).contains("STOP: ").contains(keeper).doesNotContain("AGE-SECRET-KEY");
    }

    @Test
    void a_body_that_is_no_answer_is_refused_with_all_that_is_wrong() throws IOException, InterruptedException {
        var answers = CHALLENGES + "/" + challenge() + "/answers";

        post(answers, "{}")
                .spec(problem(400, "invalid-request"))
                .body("detail", is("answer is required; recipient is required"));
        post(answers, "{\"recipient\": \"%s\", \"answer\": \"no\"}".formatted(keeper))
                .spec(problem(400, "invalid-request"))
                .body("detail", containsString("32 hex digits"));
        assertThat(postNothing(answers).body()).contains("recover prove");
        post(
                        CHALLENGES + "/none/answers",
                        "{\"recipient\": \"%s\", \"answer\": \"%s\"}".formatted(keeper, "0".repeat(32)))
                .spec(problem(400, "invalid-request"));
    }

    private String challenge() throws IOException {
        var challenge = post(CHALLENGES, "")
                .statusCode(200)
                .body("recipients", hasSize(2))
                .extract();
        Files.writeString(offline.resolve("challenge.json"), challenge.asString());
        return challenge.path("id");
    }

    /** Runs the script as the keeper of the identity does. */
    private Command.Result prove() {
        return Command.run(
                offline,
                "sh",
                "-c",
                "IDENTITY=identity.txt sh %s prove challenge.json".formatted(SCRIPT.toAbsolutePath()));
    }

    /** Runs commands of the page in one shell. */
    private Command.Result type(String shell, String commands) {
        var line = "sh() { %1$s \"$@\"; }%nAPI=%2$s%n%3$s"
                .formatted(shell.equals("busybox") ? "busybox sh" : shell, uri("/api/v1"), commands);
        var result = shell.equals("busybox")
                ? Command.run(offline, "busybox", "sh", "-c", line)
                : Command.run(offline, shell, "-c", line);
        assertThat(result.succeeded()).as(result.toString()).isTrue();
        return result;
    }

    private List<Path> proofs() throws IOException {
        try (var files = Files.list(world().store().resolve(RestTestEnvironment.SITE + "/.identity-proofs"))) {
            return files.toList();
        }
    }

    private static ValidatableResponse proven() {
        return given().queryParam("fresh", true)
                .get("/api/v1/recoverability")
                .then()
                .statusCode(200)
                .rootPath("checks.find { it.id == 'recipients-proven' }");
    }
}
