package org.apicdr.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apicdr.testsupport.Command;

/** An empty REST service of the same platform: what a start of Quarkus takes at least. */
final class Floor {

    private static final Duration BUILD = Duration.ofMinutes(10);

    private Floor() {}

    /** Builds it with the project's Maven wrapper, and starts it once to write its class archive. */
    static Packaged build() throws IOException {
        var folder = Path.of(System.getProperty("apic-dr.build"), "floor").toAbsolutePath();
        var result = Command.run(
                BUILD,
                Path.of("."),
                "./mvnw",
                "-B",
                "-ntp",
                "-q",
                "-f",
                "src/benchmark/floor/pom.xml",
                "-Dmaven.test.skip=true",
                "-Dquarkus.version=" + System.getProperty("apic-dr.quarkus-version"),
                "-Dbuild.folder=" + folder,
                "package");
        assertThat(result.succeeded()).as(result.stdout()).isTrue();
        var application = folder.resolve("quarkus-app");
        var packaged = new Packaged(application, "/", Map.of());
        archive(packaged);
        return packaged;
    }

    /** Writes the class archive of the JVM that runs the benchmark, as make-archive does for the service. */
    private static void archive(Packaged packaged) throws IOException {
        var options = Path.of("src", "main", "jvm", "jvm.options");
        var used = packaged.folder().resolve("jvm.options");
        var lines = Files.readAllLines(options).stream()
                .filter(line -> !line.startsWith("-XX:SharedArchiveFile"))
                .toList();
        Files.write(used, lines);
        packaged.start(List.of("-XX:ArchiveClassesAtExit=apic-dr.jsa")).close();
        Files.copy(options, used, StandardCopyOption.REPLACE_EXISTING);
    }
}
