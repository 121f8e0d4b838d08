package org.apicdr.e2e;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.apicdr.testsupport.Command;
import org.apicdr.testsupport.RunningService;
import org.apicdr.testsupport.SshKeygen;
import org.apicdr.testsupport.UnreachableEnvironment;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The options of the JVM and the class archive that the package is started with. */
@Tag("docs")
class ClassArchiveIT {

    private static final Path APPLICATION = Path.of(System.getProperty("apic-dr.build", "target"), "quarkus-app");

    /** More than any JDK has been seen to load from jars in spite of an archive. */
    private static final int FEW = 300;

    @TempDir
    private Path folder;

    @Test
    void nearly_all_classes_of_a_start_and_of_a_first_request_come_from_the_archive() throws IOException {
        var properties = UnreachableEnvironment.properties(folder);
        properties.put("apic-dr.sftp.known-hosts-file", knownHosts().toString());
        properties.put("apic-dr.seal.identity-file", identity().toString());
        var loads = folder.resolve("loads");
        try (var service = RunningService.start(folder, properties, List.of("-Xlog:class+load:file=" + loads))) {
            given().baseUri(service.address().toString())
                    .contentType("application/json")
                    .body("{\"namespace\":\"ns\"}")
                    .post("/api/v1/bundles")
                    .then()
                    .statusCode(503);
        }

        var lines = Files.readAllLines(loads);
        assertThat(List.of(
                        "bundle.BundleService",
                        "crypto.AgeIdentity$PrivateKey",
                        "sftp.hostkey.KnownHosts",
                        "rest.problem.Problem"))
                .allMatch(name -> lines.stream()
                        .anyMatch(line -> line.contains("org.apicdr.%s ".formatted(name))
                                && line.contains("shared objects file (top)")));
        assertThat(lines).filteredOn(line -> line.contains("source: file:")).hasSizeLessThan(FEW);
    }

    @Test
    void without_an_archive_it_starts_and_logs_json_but_for_a_line_of_the_jvm() {
        try (var service = start("-XX:SharedArchiveFile=" + folder.resolve("missing.jsa"))) {
            assertThat(service.isRunning()).isTrue();
            assertThat(service.log().lines())
                    .filteredOn(line -> !line.startsWith("{"))
                    .allMatch(line -> line.contains("shared archive file"));
        }
    }

    @Test
    void with_a_foreign_archive_it_starts() throws IOException {
        var foreign = Files.writeString(folder.resolve("foreign.jsa"), "from another JVM");

        try (var service = start("-XX:SharedArchiveFile=" + foreign)) {
            assertThat(service.isRunning()).isTrue();
        }
    }

    @Test
    void no_jar_is_signed_because_the_classes_of_such_a_jar_are_never_archived() throws IOException {
        var signatures = new ArrayList<String>();
        for (var file : jars()) {
            try (var jar = new JarFile(file.toFile())) {
                jar.stream()
                        .map(Object::toString)
                        .filter(name -> name.matches("META-INF/[^/]+\\.(SF|RSA|DSA|EC)"))
                        .forEach(name -> signatures.add(file.getFileName() + "!" + name));
            }
        }
        assertThat(signatures).isEmpty();
    }

    @Test
    void the_archive_can_be_written_only_where_the_package_is() {
        var result = Command.run(APPLICATION, "sh", "make-archive", folder.toString());

        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.stderr()).startsWith("usage: make-archive DIR");
    }

    private RunningService start(String... jvmOptions) {
        return RunningService.start(folder, UnreachableEnvironment.properties(folder), List.of(jvmOptions));
    }

    private Path knownHosts() throws IOException {
        var key = SshKeygen.publicKey(folder.resolve("signing-key"));
        return Files.writeString(folder.resolve("known_hosts"), "[127.0.0.1]:1 " + key);
    }

    private Path identity() {
        var identity = folder.resolve("identity");
        assertThat(Command.run(folder, "age-keygen", "-o", identity.toString()).succeeded())
                .isTrue();
        return identity;
    }

    private static List<Path> jars() throws IOException {
        try (Stream<Path> files = Files.walk(APPLICATION)) {
            var jars = files.filter(file -> file.toString().endsWith(".jar")).toList();
            assertThat(jars).hasSizeGreaterThan(50);
            return jars;
        }
    }
}
