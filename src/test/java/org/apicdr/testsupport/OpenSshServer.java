package org.apicdr.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** OpenSSH's sshd as a process of the current user, who logs in with a key. */
public final class OpenSshServer implements SftpPeer {

    /** Serves SFTP to an account that may add files, and neither change nor remove them. */
    public static final String APPEND_ONLY = "internal-sftp -u 0222"
            + " -P remove,rmdir,posix-rename,setstat,fsetstat,lsetstat,symlink,hardlink,copy-data";

    private static final Path SSHD = Path.of("/usr/sbin/sshd");

    /** sshd runs as root only where its folder for separated privileges exists. */
    private static final Path PRIVILEGE_SEPARATION = Path.of("/run/sshd");

    private static final Duration START_LIMIT = Duration.ofSeconds(20);

    private final Path folder;
    private final int port;
    private Process process;

    private OpenSshServer(Path folder, int port) throws IOException {
        this.folder = folder;
        this.port = port;
        this.process = launch();
    }

    /** Whether OpenSSH's server is there; says once how to get it otherwise. */
    public static boolean installed() {
        if (Files.isExecutable(SSHD)) {
            return true;
        }
        System.out.println(
                "Tests against OpenSSH are skipped, for /usr/sbin/sshd is missing: apt-get install openssh-server");
        return false;
    }

    public static OpenSshServer start() {
        return start("internal-sftp", List.of("ed25519", "ecdsa", "rsa"));
    }

    /**
     * Starts a server.
     *
     * @param subsystem what serves SFTP, for example {@code internal-sftp -P mkdir}
     * @param hostKeyTypes types of the host keys as ssh-keygen calls them
     */
    public static OpenSshServer start(String subsystem, List<String> hostKeyTypes) {
        return start(subsystem, hostKeyTypes, List.of());
    }

    /**
     * Starts a server.
     *
     * @param options more lines of sshd_config
     */
    public static OpenSshServer start(String subsystem, List<String> hostKeyTypes, List<String> options) {
        try {
            var folder = Files.createTempDirectory("openssh");
            if (currentUser().equals("root")) {
                Files.createDirectories(PRIVILEGE_SEPARATION);
            }
            int port = freePort();
            configure(folder, port, subsystem, hostKeyTypes, options);
            return new OpenSshServer(folder, port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public String user() {
        return currentUser();
    }

    @Override
    public Path privateKey() {
        return folder.resolve("id");
    }

    /** What it wrote to its log since it was started. */
    public String log() {
        try {
            return Files.readString(folder.resolve("sshd.log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets one more key log in. */
    public void authorize(Path privateKey) {
        try {
            Files.writeString(
                    folder.resolve("id.pub"), SshKeygen.publicKey(privateKey) + "\n", StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A private host key of the server; what replaces it, or certifies it beside it, counts from the next start on. */
    public Path hostKey(String type) {
        return folder.resolve("host_" + type);
    }

    @Override
    public Path knownHosts() {
        return folder.resolve("known_hosts");
    }

    @Override
    public Path root() {
        return folder.resolve("store");
    }

    @Override
    public String path() {
        return root().toString();
    }

    @Override
    public void dropConnections() {
        process.toHandle().descendants().forEach(ProcessHandle::destroyForcibly);
    }

    /** Holds everything up, as a hanging disk would: connections stay, and nothing comes back. */
    public void pause() {
        signal("-STOP");
    }

    /** Goes on where it was held up. */
    public void resume() {
        signal("-CONT");
    }

    private void signal(String signal) {
        Stream.concat(process.toHandle().descendants(), Stream.of(process.toHandle()))
                .forEach(handle -> Command.run(folder, "kill", signal, String.valueOf(handle.pid())));
    }

    /** Goes down; what it keeps stays. */
    public void stop() {
        dropConnections();
        process.destroy();
        try {
            if (!process.waitFor(START_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Comes back as it was. */
    public void restart() {
        try {
            process = launch();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        stop();
        TemporaryFolder.delete(folder);
    }

    private Process launch() throws IOException {
        var launched = new ProcessBuilder(
                        SSHD.toString(),
                        "-D",
                        "-e",
                        "-f",
                        folder.resolve("sshd_config").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("sshd.log").toFile())
                .start();
        awaitPort(launched, port, folder.resolve("sshd.log"));
        return launched;
    }

    private static void configure(
            Path folder, int port, String subsystem, List<String> hostKeyTypes, List<String> options)
            throws IOException {
        var config = new ArrayList<>(List.of(
                "ListenAddress " + HOST,
                "Port " + port,
                "StrictModes no",
                "PidFile none",
                "UsePAM no",
                "PasswordAuthentication no",
                "KbdInteractiveAuthentication no",
                "PermitRootLogin yes",
                "MaxStartups 100",
                "AuthorizedKeysFile " + folder.resolve("id.pub"),
                "Subsystem sftp " + subsystem));
        config.addAll(options);
        var knownHosts = new ArrayList<String>();
        for (var type : hostKeyTypes) {
            var key = SshKeygen.keyPair(folder.resolve("host_" + type), type, "");
            config.add("HostKey " + key);
            config.add("HostCertificate " + key + "-cert.pub"); // where there is one
            knownHosts.add("[%s]:%d %s".formatted(HOST, port, SshKeygen.publicKey(key)));
        }
        SshKeygen.keyPair(folder.resolve("id"), "ed25519", "");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        Files.createDirectory(folder.resolve("store"));
        Files.write(folder.resolve("known_hosts"), knownHosts);
        Files.write(folder.resolve("sshd_config"), config);
    }

    /** Waits until a server that was started listens. */
    static void awaitPort(Process launched, int port, Path log) throws IOException {
        long end = System.nanoTime() + START_LIMIT.toNanos();
        while (launched.isAlive() && System.nanoTime() < end) {
            try (var socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
                return;
            } catch (IOException notYet) {
                sleep();
            }
        }
        throw new IllegalStateException("the server did not start: " + Files.readString(log));
    }

    private static void sleep() {
        try {
            Thread.sleep(5);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String currentUser() {
        return System.getProperty("user.name");
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
