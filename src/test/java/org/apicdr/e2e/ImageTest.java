package org.apicdr.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.StreamSupport;
import org.apicdr.testsupport.Command;
import org.junit.jupiter.api.Test;

/** What the Dockerfile may say, as no image is built where there is no registry; and that Jib is told the same. */
class ImageTest {

    private static final Path DOCKERFILE = Path.of("src/main/docker/Dockerfile.jvm");

    private final List<String> instructions;
    private final Properties properties = new Properties();

    ImageTest() throws IOException {
        this.instructions = Files.readAllLines(DOCKERFILE).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
        try (var file = Files.newBufferedReader(Path.of("src/main/resources/application.properties"))) {
            properties.load(file);
        }
    }

    @Test
    void the_base_is_pinned_by_its_digest_and_the_same_for_jib() {
        assertThat(only("ARG"))
                .matches("BASE=docker\\.io/library/[a-z-]+:[0-9][\\w.-]+@sha256:[0-9a-f]{64}")
                .isEqualTo("BASE=" + properties.getProperty("quarkus.jib.base-jvm-image"));
        assertThat(only("FROM")).isEqualTo("${BASE}");
    }

    @Test
    void nothing_is_run_or_fetched_or_kept_in_the_environment_while_it_is_built() {
        assertThat(instructions)
                .extracting(line -> line.split(" ", 2)[0])
                .containsOnly("ARG", "FROM", "WORKDIR", "COPY", "USER", "EXPOSE", "ENTRYPOINT");
    }

    @Test
    void nothing_but_the_packaged_service_gets_in() throws IOException {
        assertThat(arguments("COPY"))
                .extracting(arguments -> arguments.split(" ", 2)[0])
                .allMatch(source -> source.startsWith("target/quarkus-app/"));
        assertThat(Files.readAllLines(Path.of(".dockerignore"))).containsExactly("*", "!target/quarkus-app/");
    }

    @Test
    void the_user_is_a_number_that_is_not_root_in_the_group_that_secrets_belong_to() {
        assertThat(only("USER")).isEqualTo("10001:0").isEqualTo(properties.getProperty("quarkus.jib.user"));
    }

    @Test
    void it_exposes_the_ports_of_base_and_tls() {
        assertThat(only("EXPOSE").split(" "))
                .containsExactly("8080", "8443")
                .containsExactly(properties.getProperty("quarkus.jib.ports").split(","));
    }

    @Test
    void both_start_the_same_command() throws IOException {
        assertThat(entrypoint())
                .containsExactly(
                        properties.getProperty("quarkus.jib.jvm-entrypoint").split(","));
        assertThat(only("WORKDIR")).isEqualTo(properties.getProperty("quarkus.jib.working-directory"));
    }

    @Test
    void the_jvm_knows_its_options_and_leaves_room_beside_the_heap() throws IOException {
        var options = entrypoint().subList(1, entrypoint().indexOf("-jar"));
        var command = new ArrayList<>(List.of(java()));
        command.addAll(options);
        command.add("-version");

        var result = Command.run(Path.of("."), command.toArray(String[]::new));

        assertThat(result.exit()).as(result.stderr()).isZero();
        assertThat(options)
                .contains("-XX:+ExitOnOutOfMemoryError")
                .anyMatch(option -> option.matches("-XX:MaxRAMPercentage=(50|60|70)"));
    }

    @Test
    void an_image_is_built_only_where_somebody_asks_for_it() {
        assertThat(properties).doesNotContainKeys("quarkus.container-image.build", "quarkus.container-image.push");
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private List<String> entrypoint() throws IOException {
        var words = new ObjectMapper().readTree(only("ENTRYPOINT"));
        return StreamSupport.stream(words.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private String only(String instruction) {
        assertThat(arguments(instruction)).as(instruction).hasSize(1);
        return arguments(instruction).get(0);
    }

    private List<String> arguments(String instruction) {
        return instructions.stream()
                .filter(line -> line.startsWith(instruction + " "))
                .map(line -> line.substring(instruction.length() + 1))
                .toList();
    }
}
