package org.apicdr.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** ProFTPD with mod_sftp as a process of the current user. Its one user logs in with a key. */
public final class ProFtpdServer implements SftpPeer {

    private static final Path PROFTPD = Path.of("/usr/sbin/proftpd");

    private static final Path MODULE = Path.of("/usr/lib/proftpd/mod_sftp.so");

    private static final String USER = "backup";

    private final Path folder;
    private final int port;
    private final Process process;

    private ProFtpdServer(Path folder, int port, Process process) {
        this.folder = folder;
        this.port = port;
        this.process = process;
    }

    /** Whether ProFTPD and its module are there; says how to get them otherwise. */
    public static boolean installed() {
        if (Files.isExecutable(PROFTPD) && Files.exists(MODULE)) {
            return true;
        }
        System.out.println("Tests against ProFTPD are skipped, for %s or %s is missing:".formatted(PROFTPD, MODULE)
                + " apt-get install proftpd-core proftpd-mod-crypto");
        return false;
    }

    public static ProFtpdServer start() {
        try {
            var folder = Files.createTempDirectory("proftpd");
            int port = OpenSshServer.freePort();
            configure(folder, port);
            var log = folder.resolve("proftpd.log");
            var process = new ProcessBuilder(
                            PROFTPD.toString(),
                            "--nodaemon",
                            "--config",
                            folder.resolve("proftpd.conf").toString())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            OpenSshServer.awaitPort(process, port, log);
            return new ProFtpdServer(folder, port, process);
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
        return USER;
    }

    @Override
    public Path privateKey() {
        return folder.resolve("id");
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

    @Override
    public void close() {
        dropConnections();
        process.destroyForcibly();
        TemporaryFolder.delete(folder);
    }

    private static void configure(Path folder, int port) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        Files.createDirectory(folder.resolve("store"));
        var hostKey = SshKeygen.keyPair(folder.resolve("host"), "ed25519", "");
        Files.writeString(
                folder.resolve("known_hosts"), "[%s]:%d %s\n".formatted(HOST, port, SshKeygen.publicKey(hostKey)));
        var key = SshKeygen.keyPair(folder.resolve("id"), "ed25519", "");
        var authorized = Command.run(folder, "ssh-keygen", "-e", "-f", key + ".pub"); // in the form of RFC 4716
        Files.writeString(folder.resolve("authorized"), authorized.stdout());
        var owner = Files.readAttributes(folder, PosixFileAttributes.class);
        var users = Files.writeString(
                folder.resolve("users"),
                "%s:*:%s:%s::%s:/bin/sh\n"
                        .formatted(
                                USER,
                                Files.getAttribute(folder, "unix:uid"),
                                Files.getAttribute(folder, "unix:gid"),
                                folder));
        Files.setPosixFilePermissions(users, PosixFilePermissions.fromString("rw-------"));
        Files.write(
                folder.resolve("proftpd.conf"),
                List.of(
                        "ServerType standalone",
                        "DefaultAddress " + HOST,
                        "Port " + port,
                        "User " + owner.owner().getName(),
                        "Group " + owner.group().getName(),
                        "PidFile " + folder.resolve("pid"),
                        "ScoreboardFile " + folder.resolve("scoreboard"),
                        "DelayTable none",
                        "WtmpLog off",
                        "TransferLog none",
                        "UseReverseDNS off",
                        "RequireValidShell off",
                        "RootLogin on",
                        "AuthOrder mod_auth_file.c",
                        "AuthUserFile " + users,
                        "LoadModule mod_sftp.c",
                        "SFTPEngine on",
                        "SFTPHostKey " + hostKey,
                        "SFTPAuthorizedUserKeys file:" + folder.resolve("authorized")));
    }
}
