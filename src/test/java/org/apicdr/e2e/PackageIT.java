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
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the build leaves: that the image takes all of it, that its SBOM says all of it, and that its times are fixed. */
@Tag("docs")
class PackageIT {

    private static final Path BUILD = Path.of(System.getProperty("apic-dr.build", "target"));

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
