package org.apicdr.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** etcd and kube-apiserver on free ports of the loopback, with all they keep in one folder. No controllers run. */
final class ControlPlane {

    private static final Duration START = Duration.ofSeconds(90);

    private static final int LOG_LINES = 20;

    private final Path assets;
    private final Path dir;
    private final String token = UUID.randomUUID().toString();
    private final int port = freePort();
    private final List<Process> processes = new ArrayList<>();

    private ControlPlane(Path assets, Path dir) {
        this.assets = assets;
        this.dir = dir;
    }

    /** Starts both; they end with the JVM. */
    static ControlPlane start(Path assets) {
        try {
            var plane = new ControlPlane(assets, Files.createTempDirectory("kube-api"));
            Runtime.getRuntime().addShutdownHook(new Thread(plane::stop));
            plane.startEtcdAndServer();
            return plane;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of the program, such as {@code v1.20.2}: a server built from source may not tell its own. */
    static String version(Path assets) {
        try {
            var process = new ProcessBuilder(assets.resolve("kube-apiserver").toString(), "--version").start();
            var line = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return line.replace("Kubernetes", "").strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path dir() {
        return dir;
    }

    /** The administrator's. */
    String token() {
        return token;
    }

    String url() {
        return "https://127.0.0.1:" + port;
    }

    /** Made by the server when it starts; it has signed its own certificate. */
    static Path caCertificate(Path dir) {
        return dir.resolve("certs/apiserver.crt");
    }

    boolean listens() {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    /** Waits for a step of the start; a server that died, or is far too slow, is reported with its last words. */
    void await(BooleanSupplier step) {
        var deadline = System.nanoTime() + START.toNanos();
        while (!step.getAsBoolean()) {
            if (System.nanoTime() > deadline || !processes.stream().allMatch(Process::isAlive)) {
                throw new IllegalStateException(
                        "the API server did not start" + logOf("etcd") + logOf("kube-apiserver"));
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    private void startEtcdAndServer() throws IOException {
        var etcd = "http://127.0.0.1:" + freePort();
        run(
                "etcd",
                List.of(
                        "--data-dir=" + dir.resolve("etcd"),
                        "--unsafe-no-fsync",
                        "--listen-client-urls=" + etcd,
                        "--advertise-client-urls=" + etcd,
                        "--listen-peer-urls=http://127.0.0.1:" + freePort()));
        run("kube-apiserver", serverArguments(etcd));
    }

    private List<String> serverArguments(String etcd) throws IOException {
        var key = Files.writeString(dir.resolve("service-accounts.key"), privateKey());
        var tokens = Files.writeString(dir.resolve("tokens.csv"), token + ",admin,admin,system:masters\n");
        var arguments = new ArrayList<>(List.of(
                "--etcd-servers=" + etcd,
                "--bind-address=127.0.0.1",
                "--advertise-address=127.0.0.1",
                "--secure-port=" + port,
                "--cert-dir=" + caCertificate(dir).getParent(),
                "--token-auth-file=" + tokens,
                "--authorization-mode=RBAC",
                "--service-account-issuer=https://kubernetes.default.svc",
                "--service-account-key-file=" + key,
                "--service-account-signing-key-file=" + key,
                "--service-cluster-ip-range=10.0.0.0/24",
                "--allow-privileged",
                "--disable-admission-plugins=ServiceAccount"));
        if (version(assets).startsWith("v1.20.")) {
            // keeps the selfLink that the clusters of the documented procedure still write
            arguments.add("--feature-gates=RemoveSelfLink=false");
        }
        return arguments;
    }

    private void run(String program, List<String> arguments) throws IOException {
        var command = new ArrayList<>(List.of(assets.resolve(program).toString()));
        command.addAll(arguments);
        processes.add(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log(program).toFile())
                .start());
    }

    private Path log(String program) {
        return dir.resolve(program + ".log");
    }

    private String logOf(String program) {
        try {
            var lines = Files.readAllLines(log(program));
            var last = lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size());
            return "%n%s said:%n%s".formatted(program, String.join(System.lineSeparator(), last));
        } catch (IOException e) {
            return "%n%s left no log".formatted(program);
        }
    }

    /** Runs while the JVM ends, so it gives up silently. */
    private void stop() {
        try {
            for (var process : processes) {
                process.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
            }
            try (var paths = Files.walk(dir)) {
                for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(path);
                }
            }
        } catch (IOException leftover) {
            System.err.println("could not delete " + dir);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String privateKey() {
        try {
            var key = KeyPairGenerator.getInstance("RSA").generateKeyPair().getPrivate();
            var body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
            return "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has RSA", e);
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
