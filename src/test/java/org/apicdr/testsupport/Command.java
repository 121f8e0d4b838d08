package org.apicdr.testsupport;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** Runs the public tools that a bundle must get along with. */
public final class Command {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** What a command left behind. */
    public record Result(int exit, String stdout, String stderr) {

        public boolean succeeded() {
            return exit == 0;
        }
    }

    private Command() {}

    /** Skips the test where a command is missing. */
    public static void require(String... names) {
        for (var name : names) {
            assumeTrue(
                    isInstalled(name), () -> "skipped, %s is missing: .ci/run names Debian's packages".formatted(name));
        }
    }

    public static Result run(Path dir, String... args) {
        return run(LIMIT, dir, args);
    }

    /** The same for what takes longer. */
    public static Result run(Duration limit, Path dir, String... args) {
        return start(limit, dir, ProcessBuilder.Redirect.from(new File("/dev/null")), args);
    }

    /** The same with a file as standard input. */
    public static Result feed(Path dir, Path input, String... args) {
        return start(LIMIT, dir, ProcessBuilder.Redirect.from(input.toFile()), args);
    }

    private static Result start(Duration limit, Path dir, ProcessBuilder.Redirect input, String... args) {
        try {
            var stdout = Files.createTempFile("stdout", null);
            var stderr = Files.createTempFile("stderr", null);
            try {
                var process = new ProcessBuilder(args)
                        .directory(dir.toFile())
                        .redirectInput(input)
                        .redirectOutput(stdout.toFile())
                        .redirectError(stderr.toFile())
                        .start();
                return new Result(exit(limit, process, args), Files.readString(stdout), Files.readString(stderr));
            } finally {
                Files.delete(stdout);
                Files.delete(stderr);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int exit(Duration limit, Process process, String... args) {
        try {
            if (process.waitFor(limit.toSeconds(), SECONDS)) {
                return process.exitValue();
            }
            throw new IllegalStateException(args[0] + " did not end within " + limit.toSeconds() + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(args[0] + " was interrupted", e);
        } finally {
            process.destroyForcibly();
        }
    }

    /** Where the PATH has a command; an illegal argument if it has none of that name. */
    public static Path find(String name) {
        return search(name).orElseThrow(() -> new IllegalArgumentException(name + " is not in the PATH"));
    }

    private static boolean isInstalled(String name) {
        return search(name).isPresent();
    }

    private static Optional<Path> search(String name) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(dir -> Path.of(dir, name))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
