package org.apicdr.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apicdr.testsupport.Command;
import org.apicdr.testsupport.KubeApi;

/**
 * A shell in a folder beside the clone, with kubectl for an administrator; the commands are those of the documents, with
 * this test's namespace, host and port in place of the examples.
 */
record OperatorShell(Path folder, Path kubeconfig, Map<String, String> examples) {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    /** An administrator's shell in a new folder, which stands for one beside the clone. */
    static OperatorShell in(Path folder, KubeApi api, Map<String, String> examples) {
        try {
            var shell = Files.createDirectory(folder.resolve("prod-dc1"));
            var adapted = new LinkedHashMap<>(examples);
            // relative, as kustomize wants it
            adapted.put(
                    "../apic-dr",
                    shell.toRealPath().relativize(Path.of("").toRealPath()).toString());
            return new OperatorShell(shell, api.kubeconfig(folder), adapted);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same for somebody else. */
    OperatorShell with(Path otherKubeconfig) {
        return new OperatorShell(folder, otherKubeconfig, examples);
    }

    /** What it prints; a command that fails throws with what it said. */
    String types(String commands) {
        var result = run(commands);
        if (!result.succeeded()) {
            throw new IllegalStateException("%s%n%s".formatted(commands, result.stderr()));
        }
        return result.stdout();
    }

    Command.Result run(String commands) {
        // kubectl's cache in the usual home goes by the server's port and outlives the server
        return Command.run(
                LIMIT,
                folder,
                "env",
                "KUBECONFIG=" + kubeconfig,
                "HOME=" + kubeconfig.getParent(),
                "bash",
                "-euo",
                "pipefail",
                "-c",
                adapted(commands));
    }

    String adapted(String text) {
        var adapted = text;
        for (var example : examples.entrySet()) {
            adapted = adapted.replace(example.getKey(), example.getValue());
        }
        return adapted;
    }
}
