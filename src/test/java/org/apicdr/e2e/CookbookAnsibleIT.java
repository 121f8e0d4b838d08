package org.apicdr.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apicdr.testsupport.Command;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cookbook's play, by ansible-playbook. */
@Tag("docs")
class CookbookAnsibleIT extends ServiceForAll {

    static final List<String> CHAPTERS = List.of("Ansible");

    private static final String SECRET = "management-juhu-cred";

    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final Cookbook cookbook = new Cookbook(CHAPTERS, token("operator"));

    @TempDir
    private Path folder;

    CookbookAnsibleIT(OperatedService operated) {
        super(operated);
        Command.require("ansible-playbook");
    }

    @AfterAll
    void every_recipe_was_tried() {
        assertThat(cookbook.untried()).isEmpty();
    }

    @Test
    void changes_something_the_first_time_and_nothing_the_second() {
        subsystem.rotateSecret(SECRET);

        var first = play(service.address());
        var second = play(service.address());

        assertThat(first.exit()).as(first.stdout()).isZero();
        assertThat(first.stdout()).containsPattern("ok=2 +changed=1 .* failed=0 ");
        assertThat(second.exit()).as(second.stdout()).isZero();
        assertThat(second.stdout()).containsPattern("ok=2 +changed=0 .* failed=0 ");
    }

    @Test
    void does_nothing_when_it_only_checks() {
        var id = operator.captures(subsystem);
        subsystem.rotateSecret(SECRET);

        var result = play(service.address(), "--check");

        assertThat(result.exit()).as(result.stdout()).isZero();
        assertThat(result.stdout()).containsPattern("ok=0 +changed=0 .* failed=0 +skipped=2 ");
        assertThat(operator.latest(subsystem).<String>path("id")).isEqualTo(id);
    }

    @Test
    void says_what_is_missing() {
        var result = without(SECRET, () -> play(service.address()));

        assertThat(result.exit()).isEqualTo(2);
        assertThat(message(result)).contains("lacks %s. Put it back".formatted(SECRET));
    }

    /** An older bundle stands in for the one that was just made. */
    @Test
    void says_what_was_not_proven() {
        var older = operator.captures(subsystem);
        subsystem.rotateSecret(SECRET);
        var recipe = cookbook.recipe("Ansible", service.address());

        var result = play(recipe.replace("{{ capture.json.id }}", older));

        assertThat(result.exit()).isEqualTo(2);
        assertThat(message(result)).contains("secret %s has changed".formatted(SECRET));
    }

    @Test
    void says_that_nobody_answers() {
        var result = play(URI.create("http://127.0.0.1:1"));

        assertThat(result.exit()).isEqualTo(2);
        assertThat(message(result)).contains("Connection refused");
    }

    @Test
    void never_shows_the_token_however_much_is_asked_for() throws IOException {
        var result = play(service.address(), "-vvv");

        assertThat(result.exit()).as(result.stdout()).isZero();
        assertThat(result.stdout() + result.stderr())
                .doesNotContain(Files.readString(token("operator")).strip());
    }

    /** What the last task says, on one line. */
    private static String message(Command.Result result) {
        return result.stdout().substring(result.stdout().indexOf("TASK [Say why there is no proven bundle]"));
    }

    private Command.Result play(URI address, String... options) {
        return play(cookbook.recipe("Ansible", address), options);
    }

    private Command.Result play(String play, String... options) {
        try {
            Files.writeString(folder.resolve("play.yml"), play);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var command = new ArrayList<>(List.of(
                "env", "HOME=" + folder, "LC_ALL=C.UTF-8", "ANSIBLE_NOCOLOR=1", "ansible-playbook", "play.yml"));
        command.addAll(List.of(options));
        return Command.run(LIMIT, folder, command.toArray(String[]::new));
    }
}
