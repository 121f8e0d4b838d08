package org.apicdr;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apicdr.testsupport.MarkdownFile;

/** The demo in processes of its own, without a terminal, on a free port. */
final class DemoProcess {

    private static final int READY_SECONDS = 180;
    private static final int STOP_SECONDS = 30;

    private final Process maven;
    private final Path log;

    private DemoProcess(Process maven, Path log) {
        this.maven = maven;
        this.log = log;
    }

    static DemoProcess start(Path project) throws IOException, InterruptedException {
        var log = Files.createTempFile("demo", ".log");
        var maven = new ProcessBuilder(command())
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        maven.getOutputStream().close();
        var demo = new DemoProcess(maven, log);
        for (int second = 0; second < READY_SECONDS && maven.isAlive(); second++) {
            if (demo.output().contains(". target-demo/demo/env")) {
                return demo;
            }
            SECONDS.sleep(1);
        }
        demo.stop();
        throw new IllegalStateException("the demo was not ready in time:\n" + demo.output());
    }

    /** What the README says, as quiet as a test likes it. */
    private static List<String> command() throws IOException {
        var command =
                MarkdownFile.read("README.md").texts("Quick start", "").get(0).strip();
        return Stream.concat(
                        Arrays.stream(command.split(" ", -1)),
                        Stream.of("-q", "-B", "-Dquarkus.http.port=" + freePort()))
                .toList();
    }

    /** All that it printed so far. */
    String output() throws IOException {
        return Files.readString(log);
    }

    /** Ends all of its processes, and tells whether they went when they were asked to. */
    boolean stop() throws InterruptedException {
        var processes =
                Stream.concat(maven.descendants(), Stream.of(maven.toHandle())).toList();
        processes.forEach(ProcessHandle::destroy);
        for (int second = 0; second < STOP_SECONDS && anyAlive(processes); second++) {
            SECONDS.sleep(1);
        }
        boolean gone = !anyAlive(processes);
        processes.forEach(ProcessHandle::destroyForcibly);
        return gone;
    }

    private static boolean anyAlive(List<ProcessHandle> processes) {
        return processes.stream().anyMatch(ProcessHandle::isAlive);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
