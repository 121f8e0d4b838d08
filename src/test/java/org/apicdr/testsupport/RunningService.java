package org.apicdr.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * The packaged service as a process of its own, on free ports, configured by system properties or by its environment. It is
 * started as it is in production: with the options of jvm.options and a class archive, which is written once per test run.
 */
public final class RunningService implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(60);

    /** What the package is in. */
    private static final Path APPLICATION = Path.of(System.getProperty("apic-dr.build", "target"), "quarkus-app")
            .toAbsolutePath();

    private static final Pattern LISTENING = Pattern.compile("Listening on: (https?://[^\\s\"]+)");

    private final Process process;
    private final Path log;

    private RunningService(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Starts it and waits until it listens or ends. */
    public static RunningService start(Path folder, Map<String, String> properties) {
        return start(folder, command(List.of(), properties), System.getenv());
    }

    /** The same with more options for its JVM, {@code -Xmx64m} for instance. */
    public static RunningService start(Path folder, Map<String, String> properties, List<String> jvmOptions) {
        return start(folder, command(jvmOptions, properties), System.getenv());
    }

    /** The same with all that its environment holds. */
    public static RunningService start(Path folder, Map<String, String> properties, Map<String, String> environment) {
        return start(folder, command(List.of(), properties), environment);
    }

    private static RunningService start(Path folder, List<String> command, Map<String, String> environment) {
        try {
            var log = Files.createTempFile(folder, "service", ".log");
            var builder = new ProcessBuilder(command)
                    .directory(APPLICATION.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().clear();
            builder.environment().putAll(environment);
            var process = builder.start();
            var service = new RunningService(process, log);
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            service.awaitStart();
            return service;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it listens. */
    public URI address() {
        var matcher = LISTENING.matcher(log());
        if (!matcher.find()) {
            throw new IllegalStateException("the service does not listen:\n" + log());
        }
        return URI.create(matcher.group(1));
    }

    public long pid() {
        return process.pid();
    }

    /** Waits until it has ended by itself; its exit code. */
    public int awaitExit() {
        try {
            if (!process.waitFor(START.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("the service did not end:\n" + log());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public boolean isRunning() {
        return process.isAlive();
    }

    /** All that it wrote so far. */
    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it as a power cut does. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(START.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static List<String> command(List<String> jvmOptions, Map<String, String> properties) {
        var java = Path.of(ClassArchive.JAVA_HOME, "bin", "java");
        var command = new ArrayList<>(List.of(java.toString(), "@jvm.options"));
        command.addAll(jvmOptions);
        command.addAll(List.of("-Dquarkus.http.port=0", "-Dquarkus.http.ssl-port=0"));
        properties.forEach((name, value) -> command.add("-D%s=%s".formatted(name, value)));
        command.addAll(List.of("-jar", "quarkus-run.jar"));
        return command;
    }

    /** The archive of the JVM that runs the tests. */
    private static final class ClassArchive {

        private static final String JAVA_HOME = System.getProperty("java.home");

        static {
            var result = Command.run(START, APPLICATION, "env", "JAVA_HOME=" + JAVA_HOME, "sh", "make-archive", ".");
            if (!result.succeeded()) {
                throw new IllegalStateException(result.stderr());
            }
        }
    }

    private void awaitStart() {
        var end = Instant.now().plus(START);
        while (process.isAlive() && !LISTENING.matcher(log()).find()) {
            if (Instant.now().isAfter(end)) {
                close();
                throw new IllegalStateException("the service did not start:\n" + log());
            }
            pause();
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
