package org.apicdr.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.apache.maven.artifact.versioning.ComparableVersion;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the build leaves: that the image takes all of it, that its SBOM says all of it, that no
 * published advisory affects what is shipped, and that its times are fixed.
 */
@Tag("docs")
class PackageIT {

    private static final Path BUILD = Path.of(System.getProperty("apic-dr.build", "target"));

    private static final Path ADVISORIES = Path.of("src/test/advisories/advisories.json");

    private static final Path APP = BUILD.resolve("quarkus-app");

    @Test
    void the_image_copies_all_that_runs() throws IOException {
        var copied = Files.readAllLines(Path.of("src/main/docker/Dockerfile.jvm")).stream()
                .filter(line -> line.startsWith("COPY target/"))
                .flatMap(line -> Arrays.stream(line.split(" ")).filter(word -> word.startsWith("target/")))
                .map(source -> source.replace("target/quarkus-app/", ""))
                .toList();

        assertThat(copied).contains("jvm.options", "make-archive").last().isEqualTo("quarkus/");
        assertThat(files(APP))
                .filteredOn(file -> file.toString().endsWith(".jar") || file.endsWith("quarkus-application.dat"))
                .extracting(file -> APP.relativize(file).toString())
                .hasSizeGreaterThan(50)
                .allMatch(file -> copied.stream()
                        .anyMatch(source -> source.equals("*.jar") ? !file.contains("/") : file.startsWith(source)));
    }

    @Test
    void every_library_stands_in_the_sbom_with_its_hash_and_a_licence() throws IOException {
        var licensed = new HashSet<String>();
        for (var component : sbom().path("components")) {
            if (!component.path("licenses").isEmpty()) {
                licensed.addAll(component.path("hashes").findValuesAsText("content"));
            }
        }

        assertThat(files(APP.resolve("lib")))
                .hasSizeGreaterThan(50)
                .allMatch(library -> licensed.contains(sha256(library)));
    }

    @Test
    void no_time_in_an_archive_is_that_of_the_build() throws IOException {
        var archives = List.of(
                BUILD.resolve("apic-dr-1.0.0-SNAPSHOT.jar"),
                APP.resolve("quarkus-run.jar"),
                APP.resolve("app/apic-dr-1.0.0-SNAPSHOT.jar"),
                APP.resolve("quarkus/generated-bytecode.jar"));
        for (var archive : archives) {
            try (var jar = new JarFile(archive.toFile())) {
                assertThat(jar.stream()
                                .map(ZipEntry::getTimeLocal)
                                .map(time -> time.toLocalDate().toString())
                                .distinct())
                        .as("%s", archive)
                        .containsExactly("2026-11-25");
            }
        }
    }

    @Test
    void no_library_that_is_shipped_has_a_known_advisory() throws IOException {
        var advisories = new ObjectMapper().readTree(ADVISORIES.toFile());
        var accepted = advisories.path("accepted").findValuesAsText("id");

        var findings = findings(sbom(), advisories);

        assertThat(sbom().path("components")).filteredOn(PackageIT::isShipped).hasSizeGreaterThan(50);
        assertThat(findings.keySet())
                .as("advisories %s; raise the libraries, or accept what cannot be reached: %s", findings, ADVISORIES)
                .containsExactlyInAnyOrderElementsOf(accepted);
        assertThat(advisories.path("accepted"))
                .allMatch(exception -> exception.hasNonNull("reason")
                        && exception.path("date").asText().matches("20[0-9]{2}-[0-9]{2}-[0-9]{2}"));
    }

    @ParameterizedTest
    @CsvSource({
        "4.1.9.Final, false",
        "4.1.10.CR1, true",
        "4.1.10.Final, true",
        "4.1.133.Final, true",
        "4.1.135.1, true",
        "4.1.136.Final, false",
        "4.2.0.Final, false",
        "4.2.3.Final, true",
        "4.2.10.Final, true",
        "4.2.11.Final, false"
    })
    void an_advisory_is_found_for_the_versions_in_its_ranges_alone(String version, boolean found) throws IOException {
        var sbom = """
                {"components": [
                  {"group": "io.netty", "name": "netty-codec", "version": "%s",
                   "properties": [{"name": "quarkus:component:scope", "value": "runtime"}]},
                  {"group": "io.netty", "name": "netty-handler", "version": "%s",
                   "properties": [{"name": "quarkus:component:scope", "value": "development"}]}]}
                """.formatted(version, version);
        var advisories = """
                {"advisories": [
                  {"id": "planted", "affected": [{"package": {"name": "io.netty:netty-codec"}, "ranges": [
                    {"events": [{"introduced": "4.1.10.CR1"}, {"fixed": "4.1.136.Final"}]},
                    {"events": [{"introduced": "4.2.1.Final"}, {"last_affected": "4.2.10.Final"}]}]}]},
                  {"id": "not shipped", "affected": [{"package": {"name": "io.netty:netty-handler"}, "ranges": [
                    {"events": [{"introduced": "0"}]}]}]}]}
                """;

        assertThat(findings(new ObjectMapper().readTree(sbom), new ObjectMapper().readTree(advisories)))
                .isEqualTo(found ? Map.of("planted", "io.netty:netty-codec " + version) : Map.of());
    }

    /** Returns the ids of the advisories that affect a shipped library, each with such a library. */
    private static Map<String, String> findings(JsonNode sbom, JsonNode advisories) {
        var findings = new TreeMap<String, String>();
        for (var component : sbom.path("components")) {
            var name = component.path("group").asText() + ":"
                    + component.path("name").asText();
            var version = new ComparableVersion(component.path("version").asText());
            for (var advisory : advisories.path("advisories")) {
                for (var affected : advisory.path("affected")) {
                    if (isShipped(component)
                            && affected.at("/package/name").asText().equals(name)
                            && affected.path("ranges").valueStream().anyMatch(range -> isIn(range, version))) {
                        findings.put(advisory.path("id").asText(), name + " " + version);
                    }
                }
            }
        }
        return findings;
    }

    private static boolean isShipped(JsonNode component) {
        return component
                .path("properties")
                .valueStream()
                .anyMatch(property -> property.path("value").asText().equals("runtime"));
    }

    /** Evaluates the events of a range of OSV, which are in the order of their versions. */
    private static boolean isIn(JsonNode range, ComparableVersion version) {
        boolean in = false;
        for (var event : range.path("events")) {
            in = (in || (event.has("introduced") && isAtLeast(version, event.path("introduced"))))
                    && !(event.has("fixed") && isAtLeast(version, event.path("fixed")))
                    && !(event.has("last_affected") && !isAtMost(version, event.path("last_affected")));
        }
        return in;
    }

    private static boolean isAtLeast(ComparableVersion version, JsonNode bound) {
        return version.compareTo(new ComparableVersion(bound.asText())) >= 0;
    }

    private static boolean isAtMost(ComparableVersion version, JsonNode bound) {
        return version.compareTo(new ComparableVersion(bound.asText())) <= 0;
    }

    private static JsonNode sbom() throws IOException {
        try (var files = Files.find(BUILD, 2, (file, is) -> file.toString().endsWith("-cyclonedx.json"))) {
            var found = files.toList();
            assertThat(found).hasSize(1);
            return new ObjectMapper().readTree(found.get(0).toFile());
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static String sha256(Path file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
