package org.apicdr.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apicdr.testsupport.Command;
import org.apicdr.testsupport.KubeApi;
import org.apicdr.testsupport.MarkdownFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the README and of docs/deployment.md that an operator types. */
@Tag("docs")
@Tag("slow")
@Order(1)
class ReadmeIT extends ServiceForAll {

    /** A build on a busy machine. */
    private static final Duration LIMIT = Duration.ofMinutes(9);

    private final MarkdownFile readme = MarkdownFile.read("README.md");

    private final MarkdownFile deployment = MarkdownFile.read("docs/deployment.md");

    @TempDir
    private Path folder;

    ReadmeIT(KubeApi api) {
        super(OperatedService.start(api, "none"));
        Command.require("curl");
    }

    @AfterAll
    void stop() {
        service.close();
        parts.close();
    }

    @Test
    void the_commands_to_operate_the_service_do_what_they_say() {
        String old = operator.captures(subsystem);
        awaitNextSecond();
        var commands = readme.texts("Use", "sh").get(0);
        var adapted =
                commands.replace("http://127.0.0.1:8080", service.address().toString());

        var result = Shell.SYSTEM.run(folder, "set -e\nID=%s\n%s".formatted(old, adapted));

        String id = operator.latest(subsystem).path("id");
        assertThat(adapted).isNotEqualTo(commands);
        assertThat(result.exit()).as(result.stderr()).isZero();
        assertThat(result.stdout())
                .doesNotContain("urn:apic-dr:problem")
                .startsWith("{\"id\":\"%s\"".formatted(id))
                .contains("{\"items\":[{\"id\":\"%s\"".formatted(id))
                .contains("\"bundleId\":\"%s\",\"verdict\":\"pass\"".formatted(id))
                .contains("\"allowedSigners\":\"");
        assertThat(folder.resolve(id + ".tar")).hasSameBinaryContentAs(stored(id));
        assertThat(stored(old)).doesNotExist();
    }

    /** In a copy of the sources: to build where the tests run would pull the rug from under them. */
    @Test
    void the_commands_to_run_it_beside_a_cluster_build_and_start_it() {
        Command.run(folder, "cp", "-R", path("pom.xml"), path("mvnw"), path(".mvn"), path("docs"), folder.toString());
        Command.run(folder, "mkdir", "src");
        Command.run(folder, "cp", "-R", path("src/main"), "src");
        var script =
                """
                set -em
                (
                set -e
                %s
                ) > log 2>&1 &
                trap "kill -- -$!" EXIT
                until grep -q 'Listening on' log; do kill -0 $! || { cat log; exit 1; }; sleep 1; done
                curl -sS --fail-with-body -X POST "$(grep -o 'http://127.0.0.1:[0-9]*' log | head -n 1)/api/v1/bundles"
                """.formatted(deployment.texts("Run it beside a cluster", "sh").get(0));

        var result = Command.run(LIMIT, folder, inEnvironment("timeout", "480", "bash", "-c", script));

        assertThat(result.exit()).as(result.stdout() + result.stderr()).isZero();
        assertThat(result.stdout()).startsWith("{\"id\":\"management-");
    }

    /** With every property in its environment form. */
    private String[] inEnvironment(String... command) {
        var arguments = new ArrayList<>(List.of("env", "QUARKUS_HTTP_PORT=0"));
        parts.properties(List.of(subsystem.namespace()))
                .forEach((name, value) ->
                        arguments.add(name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_") + "=" + value));
        arguments.addAll(List.of(command));
        return arguments.toArray(String[]::new);
    }

    private static String path(String name) {
        return Path.of(name).toAbsolutePath().toString();
    }
}
