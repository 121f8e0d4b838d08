package org.apicdr.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.apicdr.testsupport.Command;
import org.apicdr.testsupport.KubeApi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cookbook's recipes for curl, pasted into a shell. */
class CookbookCurlIT extends ServiceForAll {

    static final List<String> CHAPTERS = List.of("curl");

    private static final String GATE = "Verify as a gate";
    private static final String SECRET = "management-juhu-cred";

    /** What curl ends with where the answer is an error and it was told to mind. */
    private static final int HTTP_ERROR = 22;

    private final Cookbook cookbook = new Cookbook(CHAPTERS);

    @TempDir
    private Path folder;

    CookbookCurlIT(KubeApi api) {
        super(api);
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
    void lists() {
        var id = operator.captures(subsystem);

        assertThat(run("List").stdout()).startsWith("{\"items\":[{\"id\":\"%s\"".formatted(id));
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
    void reads_a_problem() {
        var problem = without(SECRET, () -> run("Read a problem"));
        var bundle = run("Read a problem");

        assertThat(problem.stdout())
                .startsWith("The subsystem lacks what recovery needs: ")
                .endsWith("\n" + SECRET + "\n");
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
                () -> shell(cookbook.recipe("curl", service.address()) + "curl -sS -f -X POST \"$API/bundles\""));

        assertThat(result.exit()).isEqualTo(HTTP_ERROR);
        assertThat(result.stdout()).isEmpty();
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
    void does_not_try_again_what_would_fail_again() {
        var result = without(SECRET, () -> run("Try again"));

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.stdout()).contains(SECRET);
    }

    private Command.Result run(String heading) {
        return shell(cookbook.recipe("curl", service.address()) + cookbook.recipe(heading, service.address()));
    }

    private Command.Result shell(String script) {
        return Shell.SYSTEM.run(folder, script);
    }
}
