package org.apicdr.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apicdr.testsupport.Command;

/**
 * A packaged Quarkus application that is started as the image starts the service: with jvm.options and a class archive.
 *
 * @param folder of quarkus-run.jar and jvm.options
 * @param liveness path that answers 200 as soon as HTTP is served
 * @param properties its configuration
 */
record Packaged(Path folder, String liveness, Map<String, String> properties) {

    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    private static final Duration ARCHIVE = Duration.ofMinutes(2);

    /** Writes the class archive of the JVM that runs the benchmark. */
    void archive() {
        var home = "JAVA_HOME=" + System.getProperty("java.home");
        var script = Path.of("src", "main", "jvm", "make-archive").toAbsolutePath();
        var result = Command.run(ARCHIVE, folder, "env", home, "sh", script.toString(), ".");
        assertThat(result.succeeded()).as(result.stderr()).isTrue();
    }

    /** Starts it and waits until it is live. */
    Launched start(List<String> jvmOptions) throws IOException {
        return start(List.of(), jvmOptions);
    }

    /** The same by a command that executes the one that follows it. */
    Launched start(List<String> launcher, List<String> jvmOptions) throws IOException {
        int port = freePort();
        var command = new ArrayList<>(launcher);
        command.addAll(List.of(JAVA.toString(), "@jvm.options"));
        command.addAll(jvmOptions);
        properties.forEach((name, value) -> command.add("-D%s=%s".formatted(name, value)));
        command.addAll(List.of("-Dquarkus.http.host=127.0.0.1", "-Dquarkus.http.port=" + port));
        command.addAll(List.of("-jar", "quarkus-run.jar"));
        return Launched.launch(folder, command, port, liveness);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
