package org.apicdr.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.digest.BuiltinDigests;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.sftp.SftpModuleProperties;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;

/** Stands for the SFTP server that keeps the bundles. */
final class EmbeddedSftpServer implements AutoCloseable {

    static final String USER = "demo";

    /** Where the bundles go, as clients see it. */
    static final String PATH = "/bundles";

    private static final int HANDLE_BYTES = 16;

    private final SshServer server;
    private final String fingerprint;

    private EmbeddedSftpServer(SshServer server, String fingerprint) {
        this.server = server;
        this.fingerprint = fingerprint;
    }

    /** Starts on a free port of this machine alone, with a new host key and a new password. */
    static EmbeddedSftpServer start(DemoFolder folder) throws IOException {
        var root = folder.file(DemoFolder.SFTP_ROOT);
        Files.createDirectories(root.resolve(PATH.substring(1)));
        var secret = RandomText.of(24);
        folder.write(DemoFolder.PASSWORD, secret + "\n");
        var hostKey = hostKey();
        var server = SshServer.setUpDefaultServer();
        server.setHost(Settings.HOST);
        server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
        server.setPasswordAuthenticator((user, password, session) -> user.equals(USER) && password.equals(secret));
        server.setFileSystemFactory(new VirtualFileSystemFactory(root));
        // with handles of the default size MINA 2.16 gives one out twice, after a file could not be opened
        SftpModuleProperties.FILE_HANDLE_SIZE.set(server, HANDLE_BYTES);
        server.setSubsystemFactories(List.of(new SftpSubsystemFactory()));
        server.start();
        return new EmbeddedSftpServer(server, KeyUtils.getFingerPrint(BuiltinDigests.sha256, hostKey.getPublic()));
    }

    int port() {
        return server.getPort();
    }

    /** Of the host key, as {@code ssh-keygen -lf} prints it. */
    String fingerprint() {
        return fingerprint;
    }

    @Override
    public void close() throws IOException {
        server.stop(true);
    }

    private static KeyPair hostKey() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has EC", e);
        }
    }
}
