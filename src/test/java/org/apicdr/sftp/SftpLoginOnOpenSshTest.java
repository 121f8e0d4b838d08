package org.apicdr.sftp;

import static org.apicdr.sftp.SftpFixtures.BUNDLE;
import static org.apicdr.sftp.SftpFixtures.SUBSYSTEM;
import static org.apicdr.sftp.SftpFixtures.content;
import static org.apicdr.sftp.SftpFixtures.soon;
import static org.apicdr.sftp.SftpFixtures.store;
import static org.apicdr.sftp.SftpFixtures.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apicdr.core.ServiceException;
import org.apicdr.testsupport.OpenSshServer;
import org.apicdr.testsupport.SshKeygen;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Host keys and logins at a server that has a key of every type and grants some requests alone. */
@EnabledIf("org.apicdr.testsupport.OpenSshServer#installed")
@TestInstance(Lifecycle.PER_CLASS)
@Tag("store")
class SftpLoginOnOpenSshTest {

    private final OpenSshServer server =
            OpenSshServer.start("internal-sftp -P mkdir,remove", List.of("ed25519", "ecdsa", "rsa"));

    @TempDir
    private Path folder;

    @BeforeAll
    void makeFolders() throws IOException {
        Files.createDirectories(server.root().resolve("test-dc1/apic/management/.incoming"));
    }

    @AfterAll
    void stopServer() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ecdsa", "rsa"})
    void accepts_a_known_hosts_file_with_one_of_the_servers_keys(String type) throws IOException {
        var line = "[127.0.0.1]:%d %s\n".formatted(server.port(), SshKeygen.publicKey(server.hostKey(type)));
        var file = Files.writeString(folder.resolve("known_hosts"), line);

        var store = store(with(server.properties(), "known-hosts-file", file.toString()));

        assertThat(store.folders(soon())).containsExactly(SUBSYSTEM);
        assertThat(store.hostKeys()).containsExactly(line.strip());
        store.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ecdsa", "rsa"})
    void accepts_a_pin_of_one_of_the_servers_keys(String type) {
        var pin = SshKeygen.fingerprint(server.hostKey(type));
        var pinned = with(with(server.properties(), "known-hosts-file", ""), "host-key-fingerprints", pin);

        var store = store(pinned);

        assertThat(store.folders(soon())).containsExactly(SUBSYSTEM);
        assertThat(store.hostKeys()).containsExactly(pin);
        store.close();
    }

    @Test
    void names_the_presented_key_where_known_hosts_holds_one_of_another_type() throws IOException {
        var other = SshKeygen.keyPair(folder.resolve("other"), "ecdsa", "");
        var line = "[127.0.0.1]:%d %s\n".formatted(server.port(), SshKeygen.publicKey(other));
        var file = Files.writeString(folder.resolve("known_hosts"), line);

        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> store(with(server.properties(), "known-hosts-file", file.toString()))
                        .folders(soon()))
                .withMessageContaining(SshKeygen.fingerprint(server.hostKey("ecdsa")))
                .withMessageContaining(SshKeygen.fingerprint(other));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-t ed25519",
                "-t ecdsa -b 256",
                "-t ecdsa -b 384",
                "-t ecdsa -b 521",
                "-t rsa -b 2048",
                "-t rsa -m PEM",
                "-t rsa -m PKCS8",
                "-t ecdsa -m PEM",
                "-t ecdsa -m PKCS8"
            })
    void logs_in_with_a_key_of_any_usual_kind(String options) throws IOException {
        var key = SshKeygen.keyPair(folder.resolve("id"), "", List.of(options.split(" ", -1)));

        assertLogsIn(with(server.properties(), "private-key-file", key.toString()), key);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-t ed25519",
                "-t ed25519 -a 1 -Z aes128-ctr",
                "-t ed25519 -a 1 -Z aes256-cbc",
                "-t ed25519 -a 1 -Z aes256-gcm@openssh.com",
                "-t ed25519 -a 1 -Z chacha20-poly1305@openssh.com",
                "-t ecdsa -b 384 -a 2",
                "-t rsa -a 1",
                "-t rsa -m PEM",
                "-t rsa -m PKCS8"
            })
    void logs_in_with_a_key_that_has_a_passphrase(String options) throws IOException {
        var key = SshKeygen.keyPair(folder.resolve("id"), "open sesame", List.of(options.split(" ", -1)));
        var passphrase = Files.writeString(folder.resolve("passphrase"), "open sesame\n");

        assertLogsIn(withKey(key, passphrase), key);
    }

    @Test
    void publishes_for_an_account_that_may_only_add_files() {
        store(server).publish(SUBSYSTEM, BUNDLE, content(100_000), soon());

        assertThat(server.root().resolve("test-dc1/apic/management").resolve(BUNDLE.fileName()))
                .hasBinaryContent(content(100_000));
    }

    @Test
    void tells_the_administrator_which_folders_to_make() throws IOException {
        var elsewhere =
                Files.createDirectories(server.root().resolve("it's new")).toString();

        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> store(with(server.properties(), "path", elsewhere))
                        .publish(SUBSYSTEM, BUNDLE, content(1), soon()))
                .withMessageContaining("may not create the folder " + elsewhere + "/test-dc1 on the SFTP server")
                .withMessageEndingWith(
                        "mkdir -p '%1$s/it'\\''s new/test-dc1/apic/management/.incoming'"
                                + " '%1$s/it'\\''s new/test-dc1/apic/management/.verified'",
                        server.root());
    }

    private void assertLogsIn(Map<String, String> properties, Path key) {
        server.authorize(key);
        var store = store(properties);
        assertThat(store.folders(soon())).containsExactly(SUBSYSTEM);
        store.close();
    }

    private Map<String, String> withKey(Path key, Path passphrase) {
        return with(
                with(server.properties(), "private-key-file", key.toString()),
                "passphrase-file",
                passphrase.toString());
    }
}
