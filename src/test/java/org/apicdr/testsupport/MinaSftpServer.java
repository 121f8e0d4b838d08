package org.apicdr.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.config.keys.AuthorizedKeysAuthenticator;
import org.apache.sshd.sftp.SftpModuleProperties;
import org.apache.sshd.sftp.server.SftpFileSystemAccessor;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;

/** Apache MINA SSHD in this process; its users log in with {@link #PASSWORD} or a key and see a root of their own. */
public final class MinaSftpServer implements SftpPeer {

    public static final String USER = "backup";

    public static final String PASSWORD = "correct horse battery staple";

    private static final int HANDLE_BYTES = 16;

    private final Path folder;
    private final KeyPair hostKey;
    private final SftpSubsystemFactory sftp;
    private final Consumer<SshServer> settings;
    private final List<String> passwords = new CopyOnWriteArrayList<>();
    private SshServer server;

    private MinaSftpServer(Path folder, KeyPair hostKey, SftpSubsystemFactory sftp, Consumer<SshServer> settings)
            throws IOException {
        this.folder = folder;
        this.hostKey = hostKey;
        this.sftp = sftp;
        this.settings = settings;
        this.server = listen(0);
    }

    public static MinaSftpServer start() {
        return start(SftpFileSystemAccessor.DEFAULT);
    }

    /**
     * Starts a server.
     *
     * @param files does what clients ask for, or refuses it
     */
    public static MinaSftpServer start(SftpFileSystemAccessor files) {
        return start(
                new SftpSubsystemFactory.Builder().withFileSystemAccessor(files).build());
    }

    /**
     * Starts a server.
     *
     * @param sftp serves SFTP
     */
    public static MinaSftpServer start(SftpSubsystemFactory sftp) {
        return start(sftp, server -> {});
    }

    /**
     * Starts a server.
     *
     * @param sftp serves SFTP
     * @param settings changes the server before it listens
     */
    public static MinaSftpServer start(SftpSubsystemFactory sftp, Consumer<SshServer> settings) {
        try {
            var folder = Files.createTempDirectory("mina");
            SshKeygen.keyPair(folder.resolve("id"), "ecdsa", "");
            Files.writeString(folder.resolve("password"), PASSWORD + "\n");
            Files.createDirectories(folder.resolve("store"));
            var hostKey = hostKey();
            var server = new MinaSftpServer(folder, hostKey, sftp, settings);
            var knownHost = "[%s]:%d %s".formatted(HOST, server.port(), PublicKeyEntry.toString(hostKey.getPublic()));
            Files.writeString(folder.resolve("known_hosts"), knownHost + "\n");
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public int port() {
        return server.getPort();
    }

    @Override
    public String user() {
        return USER;
    }

    @Override
    public Path privateKey() {
        return folder.resolve("id");
    }

    /** Holds {@link #PASSWORD} and a newline. */
    public Path passwordFile() {
        return folder.resolve("password");
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
        return "/store";
    }

    /** Every password that was sent to it, the right one and others. */
    public List<String> passwords() {
        return List.copyOf(passwords);
    }

    /** How many sessions are open, logged in or not. */
    public int sessions() {
        return server.getActiveSessions().size();
    }

    /** Goes away, until {@link #resume()}. */
    public void stop() {
        try {
            server.stop(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Comes back as it was, on the same port. */
    public void resume() {
        try {
            server = listen(server.getPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void dropConnections() {
        server.getActiveSessions().forEach(session -> session.close(true));
    }

    @Override
    public void close() {
        stop();
        TemporaryFolder.delete(folder);
    }

    private SshServer listen(int port) throws IOException {
        var listening = SshServer.setUpDefaultServer();
        listening.setHost(HOST);
        listening.setPort(port);
        listening.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
        listening.setPasswordAuthenticator((user, password, session) -> {
            passwords.add(password);
            return user.equals(USER) && password.equals(PASSWORD);
        });
        listening.setPublickeyAuthenticator(new AuthorizedKeysAuthenticator(folder.resolve("id.pub")));
        listening.setFileSystemFactory(new VirtualFileSystemFactory(folder.toRealPath()));
        // with handles of the default size MINA 2.16 gives one out twice, after a file could not be opened
        SftpModuleProperties.FILE_HANDLE_SIZE.set(listening, HANDLE_BYTES);
        // as OpenSSH does; otherwise each answer waits 40 ms for the client's acknowledgement of the one before
        CoreModuleProperties.TCP_NODELAY.set(listening, true);
        listening.setSubsystemFactories(List.of(sftp));
        settings.accept(listening);
        listening.start();
        return listening;
    }

    private static KeyPair hostKey() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
