package org.apicdr.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import org.apicdr.testsupport.Command;

/** An empty REST service of the same platform: what a start of Quarkus takes at least. */
final class Floor {

    private static final Duration BUILD = Duration.ofMinutes(10);

    private Floor() {}

    /** Builds it with the project's Maven wrapper. */
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
        Files.copy(
                Path.of("src", "main", "jvm", "jvm.options"),
                application.resolve("jvm.options"),
                StandardCopyOption.REPLACE_EXISTING);
        return new Packaged(application, "/", Map.of());
    }
}
