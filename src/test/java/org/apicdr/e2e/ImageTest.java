package org.apicdr.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the Dockerfile may say, because no image is built without a registry; and that Jib is told the same. */
@Tag("docs")
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
        assertThat(arguments("FROM")).containsExactly("${BASE} AS service", "service AS training", "service");
    }

    @Test
    void nothing_is_fetched_or_kept_in_the_environment_and_only_the_archive_is_made_while_it_is_built() {
        assertThat(instructions)
                .extracting(line -> line.split(" ", 2)[0])
                .containsOnly("ARG", "FROM", "WORKDIR", "COPY", "USER", "EXPOSE", "ENTRYPOINT", "RUN");
        assertThat(only("RUN")).isEqualTo("[\"sh\", \"make-archive\", \".\"]");
    }

    @Test
    void nothing_but_the_packaged_service_and_its_archive_gets_in() throws IOException {
        assertThat(arguments("COPY"))
                .flatExtracting(ImageTest::sources)
                .allMatch(source ->
                        source.startsWith("target/quarkus-app/") || source.equals("/opt/apic-dr/apic-dr.jsa"));
        assertThat(arguments("COPY"))
                .filteredOn(arguments -> arguments.contains("apic-dr.jsa"))
                .containsExactly("--from=training /opt/apic-dr/apic-dr.jsa ./");
        assertThat(Files.readAllLines(Path.of(".dockerignore"))).containsExactly("*", "!target/quarkus-app/");
    }

    @Test
    void the_user_is_a_number_that_is_not_root_in_the_group_that_secrets_belong_to() {
        assertThat(ofService("USER")).isEqualTo("10001:0").isEqualTo(properties.getProperty("quarkus.jib.user"));
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
    void jib_adds_the_options_that_both_start_with() throws IOException {
        var added =
                Path.of("src/main/jib").resolve(only("WORKDIR").substring(1)).resolve("jvm.options");

        assertThat(entrypoint()).contains("@jvm.options");
        assertThat(added.toRealPath())
                .isEqualTo(Path.of("src/main/jvm/jvm.options").toRealPath());
    }

    @Test
    void an_image_is_built_only_where_somebody_asks_for_it() {
        assertThat(properties).doesNotContainKeys("quarkus.container-image.build", "quarkus.container-image.push");
    }

    /** What is copied, without the place that it is copied to. */
    private static List<String> sources(String arguments) {
        var words = List.of(arguments.split(" "));
        return words.subList(words.get(0).startsWith("--") ? 1 : 0, words.size() - 1);
    }

    /** An instruction of the first stage, which the last one begins with. */
    private String ofService(String instruction) {
        var end = instructions.indexOf("FROM service AS training");
        return instructions.subList(0, end).stream()
                .filter(line -> line.startsWith(instruction + " "))
                .map(line -> line.substring(instruction.length() + 1))
                .findFirst()
                .orElseThrow();
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
