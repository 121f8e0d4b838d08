package org.apicdr.sftp;

import static org.apicdr.sftp.BackupFixtures.KNOWN_HOSTS;
import static org.apicdr.sftp.BackupFixtures.at;
import static org.apicdr.sftp.BackupFixtures.failed;
import static org.apicdr.sftp.BackupFixtures.files;
import static org.apicdr.sftp.BackupFixtures.goodPassword;
import static org.apicdr.sftp.BackupFixtures.key;
import static org.apicdr.sftp.BackupFixtures.pinning;
import static org.apicdr.sftp.BackupFixtures.read;
import static org.apicdr.sftp.BackupFixtures.skipped;
import static org.apicdr.sftp.BackupFixtures.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apicdr.backup.BackupLocation;
import org.apicdr.testsupport.MinaSftpServer;
import org.apicdr.testsupport.OpenSshServer;
import org.apicdr.testsupport.SftpPeer;
import org.apicdr.testsupport.SshKeygen;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** To whom a look at backups sends anything. */
@Tag("store")
class BackupTrustTest {

    private static final Duration AT_ONCE = Duration.ofSeconds(5);

    @TempDir
    private Path folder;

    private ServerSocketChannel listener;

    @BeforeEach
    void listen() throws IOException {
        listener = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        listener.configureBlocking(false);
    }

    @AfterEach
    void stopListening() throws IOException {
        listener.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  "})
    void connects_to_nobody_where_no_file_is_set(String value) throws IOException {
        assertThat(skipped(files(Map.of(KNOWN_HOSTS, value)), listening()))
                .isEqualTo(
                        "/backups on 127.0.0.1:%d was not read, and no password was sent, because no host key is"
                                + " pinned. To have it read, set apic-dr.backup-sftp.known-hosts-file to a known_hosts file"
                                + " with the server's host key.",
                        port());
        assertThat(listener.accept()).isNull();
    }

    @Test
    void connects_to_nobody_whom_the_file_does_not_list() throws IOException {
        var file = Files.writeString(
                folder.resolve("known_hosts"),
                "other.example.com " + newKey("other") + "\n[127.0.0.1]:1 " + newKey("one"));

        assertThat(skipped(pinning(file), listening()))
                .isEqualTo(
                        "/backups on 127.0.0.1:%1$d was not read, and nothing was sent to the server, because"
                                + " %2$s holds no key for [127.0.0.1]:%1$d. Get the host key from the server's administrator"
                                + " and add it to apic-dr.backup-sftp.known-hosts-file.",
                        port(), file);
        assertThat(listener.accept()).isNull();
    }

    @Test
    void connects_to_nobody_all_of_whose_keys_are_revoked() throws IOException {
        var key = newKey("key");
        var file = Files.writeString(folder.resolve("known_hosts"), "127.0.0.1 %1$s\n@revoked * %1$s".formatted(key));

        assertThat(skipped(pinning(file), listening()))
                .contains("nothing was sent", "marks all keys for [127.0.0.1]:" + port() + " as @revoked");
        assertThat(listener.accept()).isNull();
    }

    @Test
    void refuses_another_host_key_before_the_login_and_names_both() throws IOException {
        try (var server = MinaSftpServer.start()) {
            var other = SshKeygen.keyPair(folder.resolve("other"), "ecdsa", "");
            var file = pinned(server.port(), SshKeygen.publicKey(other));

            assertThat(failed(pinning(file), at(server, goodPassword())))
                    .isEqualTo(
                            "/store on 127.0.0.1:%1$d cannot be read. The backup server 127.0.0.1:%1$d presented"
                                    + " the host key ecdsa-sha2-nistp256 %2$s, but %3$s expects ecdsa-sha2-nistp256 %4$s."
                                    + " Someone may be intercepting the connection. Compare the fingerprint with the server's"
                                    + " administrator. Only if it is correct, add the key to apic-dr.backup-sftp.known-hosts-file. Nothing"
                                    + " secret was sent.",
                            server.port(),
                            SshKeygen.fingerprint(server.knownHosts()),
                            file,
                            SshKeygen.fingerprint(other));
            assertThat(server.passwords()).isEmpty();
        }
    }

    @Test
    void refuses_a_revoked_host_key_before_the_login() throws IOException {
        try (var server = MinaSftpServer.start()) {
            var line = text(server.knownHosts());
            var revoked = line.substring(line.indexOf(' ') + 1);
            var file = Files.writeString(
                    folder.resolve("known_hosts"), line + "* " + newKey("other") + "\n@revoked * " + revoked);

            assertThat(failed(pinning(file), at(server, goodPassword())))
                    .contains("marks as @revoked", "Nothing secret was sent.");
            assertThat(server.passwords()).isEmpty();
        }
    }

    @Test
    void finds_a_hashed_name() throws IOException {
        try (var server = MinaSftpServer.start()) {
            SshKeygen.hashHosts(server.knownHosts());

            assertThat(read(pinning(server.knownHosts()), at(server, goodPassword()))
                            .account())
                    .isEqualTo(MinaSftpServer.USER);
        }
    }

    @Test
    void reads_the_file_anew_for_each_look() throws IOException {
        try (var server = MinaSftpServer.start()) {
            var file = Files.writeString(folder.resolve("known_hosts"), "# none yet\n");
            var files = pinning(file);
            assertThat(skipped(files, at(server, goodPassword()))).contains("holds no key");

            Files.writeString(file, text(server.knownHosts()));

            assertThat(read(files, at(server, goodPassword())).entries()).isEmpty();
            Files.delete(file);
            assertThat(failed(files, at(server, goodPassword())))
                    .contains("apic-dr.backup-sftp.known-hosts-file: there is no file " + file);
        }
    }

    @Test
    @EnabledIf("org.apicdr.testsupport.OpenSshServer#installed")
    void believes_a_trusted_authority_and_tells_the_certified_key() throws IOException {
        try (var server = OpenSshServer.start("internal-sftp", List.of("ed25519"))) {
            var authority = SshKeygen.keyPair(folder.resolve("authority"), "ed25519", "");
            SshKeygen.certify(authority, server.hostKey("ed25519"), List.of("-h", "-n", SftpPeer.HOST));
            server.stop();
            server.restart();
            var file = Files.writeString(
                    folder.resolve("known_hosts"), "@cert-authority * " + SshKeygen.publicKey(authority));

            assertThat(read(pinning(file), at(server, key(server))).hostKey())
                    .isEqualTo(SshKeygen.fingerprint(server.hostKey("ed25519")));
        }
    }

    @Test
    void a_hostile_host_holds_up_nothing_and_is_told_where_it_is_set() throws IOException {
        var file = Files.writeString(folder.resolve("known_hosts"), "* " + newKey("any"));
        var hostile = new BackupLocation(":".repeat(200_000) + "\n", port(), "/backups", "", goodPassword());

        assertTimeoutPreemptively(
                AT_ONCE,
                () -> assertThat(failed(pinning(file), hostile))
                        .contains(
                                "Correct host and port in the subsystem's backup settings", "at most 253 characters"));
        assertThat(listener.accept()).isNull();
    }

    @Test
    void a_hostile_path_holds_up_nothing() {
        var path = "/".repeat(200_000) + "x";

        assertTimeoutPreemptively(
                AT_ONCE,
                () -> assertThat(BackupFolderReader.trimmed(path + "/".repeat(200_000)))
                        .isEqualTo(path));
        assertThat(BackupFolderReader.trimmed("/")).isEqualTo("/");
        assertThat(BackupFolderReader.trimmed("a//")).isEqualTo("a");
    }

    private BackupLocation listening() {
        return new BackupLocation(SftpPeer.HOST, port(), "/backups", "", goodPassword());
    }

    private int port() {
        return listener.socket().getLocalPort();
    }

    private Path pinned(int port, String key) throws IOException {
        return Files.writeString(folder.resolve("known_hosts"), "[127.0.0.1]:%d %s\n".formatted(port, key));
    }

    private String newKey(String name) {
        return SshKeygen.publicKey(SshKeygen.keyPair(folder.resolve(name), "ed25519", ""));
    }
}
