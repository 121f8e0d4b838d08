package org.apicdr.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.apicdr.testsupport.Command;
import org.apicdr.testsupport.RunningService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cookbook's recipes for curl, pasted into a shell. */
@Tag("docs")
class CookbookCurlIT extends ServiceForAll {

    static final List<String> CHAPTERS = List.of("curl");

    private static final String GATE = "Verify as a gate";
    private static final String SECRET = "management-juhu-cred";

    /** What curl ends with where the answer is an error and it was told to mind. */
    private static final int HTTP_ERROR = 22;

    private final Cookbook cookbook = new Cookbook(CHAPTERS, token("admin"));

    @TempDir
    private Path folder;

    CookbookCurlIT(OperatedService operated) {
        super(operated);
        Command.require("curl", "jq");
    }

    @AfterAll
    void every_recipe_was_tried() {
        assertThat(cookbook.untried()).isEmpty();
    }

    @Test
    void captures() {
        var result = run("Capture");

        assertThat(result.exit()).as(result.stderr()).isZero();
        String latest = operator.latest(subsystem).path("id");
        assertThat(result.stdout()).startsWith("{\"id\":\"%s\"".formatted(latest));
    }

    @Test
    void captures_only_if_anything_has_changed() {
        var id = operator.captures(subsystem);

        var unchanged = run("Capture only if anything has changed");
        subsystem.rotateSecret(SECRET);
        var changed = run("Capture only if anything has changed");

        assertThat(unchanged.stdout()).contains(id).endsWith("\n200\n");
        assertThat(changed.stdout()).doesNotContain(id + ".tar").endsWith("\n201\n");
    }

    @Test
    void passes_the_gate_only_with_a_bundle_that_verifies() {
        operator.captures(subsystem);

        var good = run(GATE);
        subsystem.rotateSecret(SECRET);
        var bad = run(GATE);

        assertThat(good.exit()).as(good.stderr()).isZero();
        assertThat(good.stdout()).contains("\"verdict\":\"pass\"");
        assertThat(bad.exit()).isEqualTo(HTTP_ERROR);
        assertThat(bad.stdout())
                .contains("urn:apic-dr:problem:verification-failed")
                .contains("secret %s has changed".formatted(SECRET));
    }

    @Test
    void verifies_many() throws IOException {
        var good = operator.captures(subsystem);
        var bad = operator.captures(subsystem);
        Files.write(stored(bad), new byte[] {1});
        try {
            var result = run("Verify many");

            assertThat(result.exit()).as(result.stderr()).isZero();
            assertThat(result.stdout().lines())
                    .contains("pass " + good, "fail " + bad, "  The file ends before RECOVERY.md.")
                    .endsWith("fail for all, 0 remaining");
        } finally {
            Files.delete(stored(bad));
        }
    }

    @Test
    void lists() {
        var id = operator.captures(subsystem);

        assertThat(run("List").stdout()).startsWith("{\"items\":[{\"id\":\"").contains("{\"id\":\"%s\"".formatted(id));
    }

    @Test
    void downloads_the_newest() {
        var id = operator.captures(subsystem);

        var result = run("Download the newest");

        assertThat(result.exit()).as(result.stderr()).isZero();
        assertThat(result.stdout()).isEqualTo(id + ".tar: OK\n");
        assertThat(folder.resolve(id + ".tar")).hasSameBinaryContentAs(stored(id));
    }

    @Test
    void resumes_a_download_that_was_cut() throws IOException {
        var id = operator.captures(subsystem);
        run("Download the newest");
        try (var file = FileChannel.open(folder.resolve(id + ".tar"), StandardOpenOption.WRITE)) {
            file.truncate(10_000);
        }

        var result = run("Resume a download");
        var whole = run("Resume a download");

        assertThat(result.exit()).as(result.stderr()).isZero();
        assertThat(result.stdout()).isEqualTo(id + ".tar: OK\n");
        assertThat(folder.resolve(id + ".tar")).hasSameBinaryContentAs(stored(id));
        assertThat(whole.exit()).isEqualTo(HTTP_ERROR);
    }

    @Test
    void reads_a_problem() {
        var problem = without(SECRET, () -> run("Read a problem"));
        var bundle = run("Read a problem");

        assertThat(problem.stdout()).startsWith("The subsystem is incomplete: ").endsWith("\n" + SECRET + "\n");
        assertThat(bundle.stdout().strip()).isEqualTo(operator.latest(subsystem).path("id"));
    }

    @Test
    void does_without_fail_with_body() {
        operator.captures(subsystem);

        var good = run("Before curl 7.76");
        subsystem.rotateSecret(SECRET);
        var bad = run("Before curl 7.76");

        assertThat(good.stdout()).isEqualTo("Good.\n");
        assertThat(good.exit()).isZero();
        assertThat(bad.stderr()).contains("secret %s has changed".formatted(SECRET));
        assertThat(bad.exit()).isEqualTo(1);
    }

    @Test
    void loses_the_reason_with_fail_alone() {
        var result = without(
                SECRET,
                () -> shell(cookbook.recipe("curl", service.address())
                        + "auth | curl -sS -H @- -X POST -o problem \"$API/bundles\"\n"
                        + "auth | curl -sS -f -H @- -X POST \"$API/bundles\""));

        assertThat(folder.resolve("problem")).content().contains(SECRET);
        assertThat(result.exit()).isEqualTo(HTTP_ERROR);
        assertThat(result.stdout()).isEmpty();
    }

    @Test
    void shows_the_token_in_no_argument() throws IOException {
        var path = recordingCurl();

        var script = cookbook.recipe("curl", service.address()) + cookbook.recipe("Capture", service.address());
        var result = Shell.SYSTEM.run(folder, path, script);

        assertThat(result.exit()).as(result.stderr()).isZero();
        assertThat(folder.resolve("arguments"))
                .content()
                .contains("-H\n@-\n")
                .doesNotContain(Files.readString(token("admin")).strip());
    }

    @Test
    void needs_no_token_where_none_is_asked_for() {
        var without = new Cookbook(CHAPTERS, folder.resolve("no-token"));
        try (var open = RunningService.start(parts.folder(), properties("none"))) {
            var result = shell(without.recipe("curl", open.address()) + without.recipe("List", open.address()));

            assertThat(result.exit()).as(result.stderr()).isZero();
            assertThat(result.stdout()).startsWith("{\"items\":[");
        }
        assertThat(shell(without.recipe("curl", service.address()) + without.recipe("List", service.address()))
                        .stdout())
                .contains("urn:apic-dr:problem:unauthorized");
    }

    @Test
    void tries_again_while_another_capture_runs() {
        var result = whileAnotherCaptureRuns(folder, () -> run("Try again"));

        assertThat(result.exit()).as(result.stderr()).isZero();
        assertThat(result.stdout())
                .contains(operator.latest(subsystem).<String>path("id"))
                .doesNotContain("urn:apic-dr:problem");
    }

    @Test
    void does_not_try_again_what_would_fail_again() throws IOException {
        var path = recordingCurl();
        var script = cookbook.recipe("curl", service.address()) + cookbook.recipe("Try again", service.address());

        var result = without(SECRET, () -> Shell.SYSTEM.run(folder, path, script));

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.stdout()).contains(SECRET);
        assertThat(folder.resolve("arguments")).content().containsOnlyOnce("/bundles\n");
    }

    /** The environment of a curl that notes its arguments. */
    private Map<String, String> recordingCurl() throws IOException {
        Files.writeString(folder.resolve("curl"), """
                #!/bin/sh
                printf '%s\\n' "$@" >> arguments
                PATH=${PATH#*:} exec curl "$@"
                """);
        assertThat(folder.resolve("curl").toFile().setExecutable(true)).isTrue();
        return Map.of("PATH", folder + ":" + System.getenv("PATH"));
    }

    private Command.Result run(String heading) {
        return shell(cookbook.recipe("curl", service.address()) + cookbook.recipe(heading, service.address()));
    }

    private Command.Result shell(String script) {
        return Shell.SYSTEM.run(folder, script);
    }
}
