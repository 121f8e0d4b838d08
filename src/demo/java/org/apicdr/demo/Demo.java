package org.apicdr.demo;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;

/** Starts the embedded parts, then the service on them as it is. */
@QuarkusMain
public final class Demo {

    private static final int DEFAULT_PORT = 8080;

    private Demo() {}

    /** Runs until it is stopped. */
    public static void main(String... args) throws IOException {
        int port = Integer.getInteger("quarkus.http.port", DEFAULT_PORT);
        if (isFirstStart() && isTaken(port)) {
            refuse("Port %d of %s is taken. Stop what listens there, or give the demo another port:%n  %s%d"
                    .formatted(port, Settings.HOST, "./mvnw -Pdemo -Dquarkus.http.port=", port + 1));
        }
        var path = Path.of(System.getProperty("demo.folder"));
        try (var claim = DemoFolder.claim(path)) {
            if (claim.tryLock() == null) {
                refuse("Another demo runs in this project, and has its files in %s. Stop it first.".formatted(path));
            }
            run(DemoFolder.fresh(path), port, args);
        }
    }

    private static void run(DemoFolder folder, int port, String... args) throws IOException {
        tell("Making keys; starting a simulated API server and an SFTP server ...");
        var keys = Keys.make(folder);
        try (var cluster = SimulatedCluster.start();
                var sftp = EmbeddedSftpServer.start(folder)) {
            folder.write(DemoFolder.KUBECONFIG, cluster.kubeconfig());
            new Settings(folder, keys, port).of(cluster, sftp).forEach(System::setProperty);
            tell("Starting the service ...");
            Quarkus.run(Welcome.class, args);
        }
    }

    /** Says what takes its time. */
    static void tell(String words) {
        System.out.println(words);
    }

    private static void refuse(String why) {
        System.err.printf("%n%s%n%n", why);
        System.exit(1);
    }

    /** Dev mode starts anew in the same process when a source changes, and keeps the port meanwhile. */
    private static boolean isFirstStart() {
        return System.getProperty(Settings.SFTP_PORT) == null;
    }

    private static boolean isTaken(int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return !socket.isBound();
        } catch (IOException e) {
            return true;
        }
    }
}
