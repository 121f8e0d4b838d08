package org.apicdr.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apicdr.testsupport.Command;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The options in jvm.options: JVMs take them, and they fit the memory of the Deployment. */
@Tag("docs")
class JvmOptionsTest {

    private static final Path OPTIONS = Path.of("src/main/jvm/jvm.options");

    private static final long MEBIBYTE = 1024 * 1024;

    private static final Pattern SIZE = Pattern.compile("-X[^0-9]+([0-9]+)m");

    /** What has no limit: archive, threads, libraries, the JVM's own. Named in jvm.options. */
    private static final long WITHOUT_LIMIT = 80 + 25 + 20 + 50;

    @Test
    void every_installed_jvm_from_17_on_takes_them() throws IOException {
        for (var java : javas()) {
            var result = Command.run(Path.of("."), java.toString(), "@" + OPTIONS, "-version");

            assertThat(result.exit()).as("%s: %s", java, result.stderr()).isZero();
        }
    }

    @Test
    void the_limits_add_up_to_the_memory_limit_of_the_deployment() throws IOException {
        var limits = options().stream()
                .map(SIZE::matcher)
                .filter(Matcher::matches)
                .mapToLong(size -> Long.parseLong(size.group(1)))
                .toArray();
        assertThat(limits).hasSize(4);

        var memory = deployment()
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .get(0)
                .getResources();

        assertThat(Quantity.getAmountInBytes(memory.getLimits().get("memory")).longValueExact() / MEBIBYTE)
                .isBetween(Arrays.stream(limits).sum() + WITHOUT_LIMIT, 600L);
        assertThat(Quantity.getAmountInBytes(memory.getRequests().get("memory")).longValueExact() / MEBIBYTE)
                .isEqualTo(256);
    }

    @Test
    void memory_that_runs_out_ends_the_process_and_no_dump_is_left() throws IOException {
        assertThat(options())
                .contains("-XX:+ExitOnOutOfMemoryError", "-XX:-CreateCoredumpOnCrash")
                .noneMatch(option -> option.contains("HeapDump"));
    }

    private static List<String> options() throws IOException {
        return Files.readAllLines(OPTIONS).stream()
                .filter(line -> line.startsWith("-"))
                .toList();
    }

    private static List<Path> javas() throws IOException {
        var own = Path.of(System.getProperty("java.home"));
        var parent = own.getParent();
        try (Stream<Path> installed = parent == null ? Stream.of() : Files.list(parent)) {
            return Stream.concat(Stream.of(own), installed)
                    .map(home -> home.resolve("bin/java"))
                    .filter(Files::isExecutable)
                    .toList();
        }
    }

    private static Deployment deployment() throws IOException {
        try (var file = Files.newInputStream(Path.of("src/main/kubernetes/base/deployment.yaml"))) {
            return Serialization.unmarshal(file, Deployment.class);
        }
    }
}
