package org.apicdr.e2e;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apicdr.testsupport.Command;
import org.apicdr.testsupport.TemporaryFolder;

/** A shell as somebody may have it, with all that belongs to it. */
enum Shell {
    /** That of the machine: dash on Debian. */
    SYSTEM,

    /** That of small images, with a grep, sed and mktemp of its own. */
    BUSYBOX;

    /** A capture and a verification, each tried again as often as a recipe may. */
    private static final Duration LIMIT = Duration.ofMinutes(2);

    Command.Result run(Path folder, String script) {
        return run(folder, Map.of(), script);
    }

    Command.Result run(Path folder, Map<String, String> environment, String script) {
        if (this == SYSTEM) {
            return sh(folder, environment, script);
        }
        Command.require("busybox");
        var links = folder.resolve("busybox");
        try {
            Command.run(folder, "mkdir", links.toString());
            Command.run(folder, "busybox", "--install", "-s", links.toString());
            var first = new HashMap<>(environment);
            first.put("PATH", "%s:%s".formatted(links, System.getenv("PATH")));
            return sh(folder, first, script);
        } finally {
            TemporaryFolder.delete(links);
        }
    }

    private static Command.Result sh(Path folder, Map<String, String> environment, String script) {
        var command = new ArrayList<>(List.of("env"));
        environment.forEach((name, value) -> command.add(name + "=" + value));
        command.addAll(List.of("sh", "-c", script));
        return Command.run(LIMIT, folder, command.toArray(String[]::new));
    }
}
