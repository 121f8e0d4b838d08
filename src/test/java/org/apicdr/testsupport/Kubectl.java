package org.apicdr.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** kubectl, from the folder of the API server or else from the PATH. */
final class Kubectl {

    private Kubectl() {}

    static String run(Path dir, Path kubeconfig, String... arguments) {
        var command = new ArrayList<>(List.of(program(), "--kubeconfig=" + kubeconfig));
        // the usual cache outlives the server and goes by its port
        command.add("--cache-dir=" + dir.resolve("kubectl-cache"));
        command.addAll(List.of(arguments));
        try {
            return output(command, Files.createTempFile(dir, "kubectl", ".err"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while kubectl ran", e);
        }
    }

    private static String output(List<String> command, Path errors) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
        process.getOutputStream().close();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("kubectl failed: " + Files.readString(errors));
        }
        return output;
    }

    private static String program() {
        var assets = System.getenv("KUBEBUILDER_ASSETS");
        var beside = Path.of(assets == null ? "" : assets, "kubectl");
        return Files.isExecutable(beside) ? beside.toString() : "kubectl";
    }
}
