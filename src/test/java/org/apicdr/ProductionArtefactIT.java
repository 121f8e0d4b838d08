package org.apicdr;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("docs")
class ProductionArtefactIT {

    private static final Path APPLICATION = Path.of(System.getProperty("apic-dr.build"), "quarkus-app");

    @Test
    void holds_the_service() throws IOException {
        assertThat(entries()).contains("org/apicdr/bundle/BundleService.class");
    }

    @Test
    void holds_no_library_of_the_demo_or_the_tests() throws IOException {
        assertThat(jars())
                .extracting(jar -> jar.getFileName().toString())
                .noneMatch(name -> name.contains("kubernetes-server-mock"))
                .noneMatch(name -> name.contains("mockwebserver"))
                .noneMatch(name -> name.contains("sshd-"))
                .noneMatch(name -> name.contains("junit"));
    }

    @Test
    void holds_no_class_of_the_demo() throws IOException {
        assertThat(entries()).noneMatch(entry -> entry.startsWith("org/apicdr/demo/"));
    }

    private static List<Path> jars() throws IOException {
        try (var files = Files.walk(APPLICATION)) {
            return files.filter(file -> file.toString().endsWith(".jar")).toList();
        }
    }

    private static List<String> entries() throws IOException {
        return jars().stream().flatMap(ProductionArtefactIT::entries).toList();
    }

    private static Stream<String> entries(Path jar) {
        try (var file = new JarFile(jar.toFile())) {
            return file.stream().map(ZipEntry::getName).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
