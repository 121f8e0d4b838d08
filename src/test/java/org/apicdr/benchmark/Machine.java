package org.apicdr.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apicdr.testsupport.Command;
import org.apicdr.testsupport.KubeApi;

/** What it was measured on. */
final class Machine {

    private Machine() {}

    static String description(KubeApi api, boolean restic) throws IOException {
        return "%s, %d CPUs, JDK %s, kube-apiserver %s, %s%s"
                .formatted(
                        cpu(),
                        Runtime.getRuntime().availableProcessors(),
                        System.getProperty("java.version"),
                        api.version(),
                        said("ssh", "-V").split(",", -1)[0].replace('_', ' '),
                        restic ? ", " + said("restic", "version").replaceAll(" compiled.*", "") : "");
    }

    private static String cpu() throws IOException {
        return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown CPU");
    }

    private static String said(String... command) {
        var result = Command.run(Path.of("."), command);
        return List.of(result.stdout(), result.stderr()).stream()
                .filter(text -> !text.isBlank())
                .findFirst()
                .orElse("")
                .strip();
    }
}
