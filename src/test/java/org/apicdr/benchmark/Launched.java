package org.apicdr.benchmark;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A process that was started by the benchmark and is live.
 *
 * @param wall milliseconds from the start of the process to the first answer 200
 * @param cpu milliseconds of user and system time until then
 */
record Launched(Process process, Path log, URI address, double wall, double cpu) implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final int POLL_MILLIS = 5;
    private static final String OK = "HTTP/1.1 200";

    static Launched launch(Path folder, List<String> command, int port, String liveness) throws IOException {
        var log = Files.createTempFile("benchmark", ".log");
        var builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        long start = System.nanoTime();
        var process = builder.start();
        while (!isLive(port, liveness)) {
            if (!process.isAlive() || System.nanoTime() - start > LIMIT.toNanos()) {
                process.destroyForcibly();
                throw new IllegalStateException("it did not start:\n" + Files.readString(log));
            }
            pause(POLL_MILLIS);
        }
        double wall = (System.nanoTime() - start) / 1e6;
        double cpu = process.info().totalCpuDuration().orElseThrow().toMillis();
        return new Launched(process, log, URI.create("http://127.0.0.1:" + port), wall, cpu);
    }

    static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    long pid() {
        return process.pid();
    }

    /** All that it wrote so far. */
    String output() throws IOException {
        return Files.readString(log);
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        process.onExit().join();
        Files.delete(log);
    }

    private static boolean isLive(int port, String liveness) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            var request = "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".formatted(liveness);
            socket.getOutputStream().write(request.getBytes(US_ASCII));
            return new String(socket.getInputStream().readNBytes(OK.length()), US_ASCII).equals(OK);
        } catch (IOException e) {
            return false;
        }
    }
}
