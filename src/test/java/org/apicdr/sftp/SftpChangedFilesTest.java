package org.apicdr.sftp;

import static org.apicdr.sftp.SftpFixtures.SUBSYSTEM;
import static org.apicdr.sftp.SftpFixtures.content;
import static org.apicdr.sftp.SftpFixtures.soon;
import static org.apicdr.sftp.SftpFixtures.store;
import static org.apicdr.sftp.SftpFixtures.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ServiceException;
import org.apicdr.testsupport.MinaSftpServer;
import org.apicdr.testsupport.MountedSecret;
import org.apicdr.testsupport.SshKeygen;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of the store that change in a mounted Secret while the service runs, with a session open. */
@Tag("store")
class SftpChangedFilesTest {

    private static final String KNOWN_HOSTS = "known_hosts";

    private static final String KEY = "private-key";

    private static final String PASSWORD = "password";

    private final MinaSftpServer server = MinaSftpServer.start();
    private final Map<String, String> good = new HashMap<>();

    @TempDir
    private Path folder;

    @BeforeEach
    void readGoodFiles() throws IOException {
        good.put(KNOWN_HOSTS, Files.readString(server.knownHosts()));
        good.put(KEY, Files.readString(server.privateKey()));
        good.put(PASSWORD, MinaSftpServer.PASSWORD);
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @Test
    void a_session_ends_when_known_hosts_no_longer_holds_the_key_and_comes_back_with_it() {
        var secret = new MountedSecret(folder.resolve("secret"), good);
        try (var store = new Open(store(properties(secret, PASSWORD)))) {
            store.assertUsable();
            int sent = server.passwords().size();

            secret.update(changed(KNOWN_HOSTS, "@revoked * " + hostKey() + "\n" + good.get(KNOWN_HOSTS)));

            assertThat(store.refusal()).contains("marks as @revoked");
            assertThat(server.passwords()).hasSize(sent);
            secret.update(good);
            store.assertUsable();
        }
    }

    @Test
    void a_session_ends_when_its_key_is_replaced_by_one_that_may_not_log_in() throws IOException {
        var secret = new MountedSecret(folder.resolve("secret"), good);
        try (var store = new Open(store(properties(secret, KEY)))) {
            store.assertUsable();
            var other = SshKeygen.keyPair(folder.resolve("other"), "ed25519", "");

            secret.update(changed(KEY, Files.readString(other)));

            assertThat(store.refusal()).contains("refused the login of the user backup");
            secret.update(good);
            store.assertUsable();
        }
    }

    @Test
    void a_file_that_is_broken_by_a_change_is_named_and_the_former_no_longer_used() {
        var secret = new MountedSecret(folder.resolve("secret"), good);
        try (var store = new Open(store(properties(secret, KEY)))) {
            store.assertUsable();

            secret.update(changed(KEY, "-----BEGIN OPENSSH PRIVATE KEY-----\ncut"));
            assertThat(store.refusal()).contains(secret.file(KEY) + " is a damaged or unsupported private key");

            secret.update(changed(KEY, "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5"));
            assertThat(store.refusal()).contains(secret.file(KEY) + " is a public key");

            secret.update(changed(KNOWN_HOSTS, "@revoked nonsense"));
            assertThat(store.refusal())
                    .contains("apic-dr.sftp.known-hosts-file: " + secret.file(KNOWN_HOSTS) + " holds a @revoked line");
        }
    }

    @Test
    void a_new_password_is_used_at_once() {
        var secret = new MountedSecret(folder.resolve("secret"), good);
        try (var store = new Open(store(properties(secret, PASSWORD)))) {
            store.assertUsable();

            secret.update(changed(PASSWORD, "another"));

            assertThat(store.refusal()).contains("refused the login").doesNotContain("another");
            assertThat(server.passwords()).contains("another");
        }
    }

    @Test
    void a_file_that_is_written_over_is_noticed_as_well() throws IOException {
        var password = Files.writeString(folder.resolve(PASSWORD), MinaSftpServer.PASSWORD);
        var properties = with(server.properties(), "private-key-file", "");
        try (var store = new Open(store(with(properties, "password-file", password.toString())))) {
            store.assertUsable();

            Files.writeString(password, "another password");

            assertThat(store.refusal()).contains("refused the login");
        }
    }

    @Test
    void what_is_on_its_way_over_the_old_session_arrives() throws IOException {
        var file = server.root().resolve("test-dc1/apic/management/large.tar");
        Files.createDirectories(file.getParent());
        Files.write(file, content(500_000));
        var secret = new MountedSecret(folder.resolve("secret"), good);
        try (var store = new Open(store(properties(secret, KEY)));
                var download = store.store().open(SUBSYSTEM, "large.tar", soon())) {
            secret.update(good);
            store.assertListed(List.of("large.tar"));

            assertThat(download.readAllBytes()).isEqualTo(content(500_000));
        }
    }

    private Map<String, String> properties(MountedSecret secret, String login) {
        var properties = with(server.properties(), "private-key-file", "");
        var known =
                with(properties, "known-hosts-file", secret.file(KNOWN_HOSTS).toString());
        return with(known, login + "-file", secret.file(login).toString());
    }

    private Map<String, String> changed(String key, String value) {
        var data = new HashMap<>(good);
        data.put(key, value);
        return data;
    }

    private String hostKey() {
        var line = String.valueOf(good.get(KNOWN_HOSTS));
        return line.substring(line.indexOf(' ') + 1).strip();
    }

    private record Open(SftpBundleStore store) implements AutoCloseable {

        void assertUsable() {
            assertListed(List.of());
        }

        void assertListed(List<String> names) {
            assertThat(store.list(SUBSYSTEM, soon()).files()).hasSameSizeAs(names);
        }

        String refusal() {
            var failure = catchThrowableOfType(ServiceException.class, () -> store.list(SUBSYSTEM, soon()));
            assertThat(failure.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE);
            return String.valueOf(failure.getMessage());
        }

        @Override
        public void close() {
            store.close();
        }
    }
}
