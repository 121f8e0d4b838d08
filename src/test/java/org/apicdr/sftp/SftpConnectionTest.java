package org.apicdr.sftp;

import static org.apicdr.sftp.SftpFixtures.BUNDLE;
import static org.apicdr.sftp.SftpFixtures.SUBSYSTEM;
import static org.apicdr.sftp.SftpFixtures.content;
import static org.apicdr.sftp.SftpFixtures.soon;
import static org.apicdr.sftp.SftpFixtures.store;
import static org.apicdr.sftp.SftpFixtures.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apicdr.core.Deadline;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ErrorDetails.Stored;
import org.apicdr.core.ServiceException;
import org.apicdr.testsupport.MinaSftpServer;
import org.apicdr.testsupport.SshKeygen;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong between here and the store, and the sentences about it. */
@Tag("store")
class SftpConnectionTest {

    private static final MinaSftpServer SERVER = MinaSftpServer.start();

    @TempDir
    private Path folder;

    @BeforeAll
    static void makeFolder() throws IOException {
        Files.createDirectories(SERVER.root());
    }

    @AfterAll
    static void stopServer() {
        SERVER.close();
    }

    @Test
    void logs_in_with_a_password() {
        assertUsable(with(
                with(SERVER.properties(), "private-key-file", ""),
                "password-file",
                SERVER.passwordFile().toString()));
    }

    @Test
    void reads_the_password_anew_for_each_connection() throws IOException {
        var password = Files.writeString(folder.resolve("password"), "old");
        var store =
                store(with(with(SERVER.properties(), "private-key-file", ""), "password-file", password.toString()));
        assertUnavailable(store, "refused the login of the user backup");

        Files.writeString(password, MinaSftpServer.PASSWORD);

        assertThat(store.list(SUBSYSTEM, soon()).files()).isEmpty();
    }

    @Test
    void says_that_the_login_was_refused() throws IOException {
        var password = Files.writeString(folder.resolve("password"), "wrong secret");

        assertUnavailable(
                with(with(SERVER.properties(), "private-key-file", ""), "password-file", password.toString()),
                "The SFTP server 127.0.0.1:" + SERVER.port()
                        + " refused the login of the user backup. Check apic-dr.sftp.username and the"
                        + " password or private key file.");
    }

    @Test
    void says_that_the_host_is_unknown() {
        assertUnavailable(
                with(SERVER.properties(), "host", "sftp.invalid"),
                "The host name 'sftp.invalid' cannot be resolved. Correct apic-dr.sftp.host or check DNS.");
    }

    @Test
    void says_that_the_connection_was_refused() throws IOException {
        int free;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }

        assertUnavailable(
                with(SERVER.properties(), "port", String.valueOf(free)),
                "The SFTP server 127.0.0.1:" + free
                        + " refused the connection. Check that it runs, apic-dr.sftp.host and .port, and firewalls.");
    }

    @Test
    void gives_up_on_a_silent_server_at_the_deadline() throws IOException {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var store = store(with(SERVER.properties(), "port", String.valueOf(silent.getLocalPort())));
            long start = System.nanoTime();

            assertThatExceptionOfType(ServiceException.class)
                    .isThrownBy(() -> store.publish(SUBSYSTEM, BUNDLE, content(1), Deadline.in(Duration.ofMillis(700))))
                    .withMessageContaining("did not accept the connection in time")
                    .satisfies(e -> assertThat(e.details().stored()).isEqualTo(Stored.NO));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
        }
    }

    @Test
    void refuses_another_host_key_and_names_both_fingerprints() throws IOException {
        var other = SshKeygen.keyPair(folder.resolve("other"), "ecdsa", "");
        var knownHosts = Files.writeString(
                folder.resolve("known_hosts"),
                "[127.0.0.1]:%d %s\n".formatted(SERVER.port(), SshKeygen.publicKey(other)));

        var failure = unavailable(store(with(SERVER.properties(), "known-hosts-file", knownHosts.toString())));

        assertThat(failure)
                .hasMessageContaining(
                        "presented the host key ecdsa-sha2-nistp256 " + SshKeygen.fingerprint(SERVER.knownHosts()))
                .hasMessageContaining("expects ecdsa-sha2-nistp256 " + SshKeygen.fingerprint(other))
                .hasMessageContaining("Compare the fingerprint with the server's administrator")
                .hasMessageContaining("Nothing secret was sent");
    }

    @Test
    void sends_no_password_to_a_server_with_another_host_key() {
        var pinned = with(with(SERVER.properties(), "known-hosts-file", ""), "private-key-file", "");
        int sent = SERVER.passwords().size();

        assertUnavailable(
                store(with(
                        with(pinned, "password-file", SERVER.passwordFile().toString()),
                        "host-key-fingerprints",
                        "SHA256:" + "A".repeat(43))),
                "Nothing secret was sent");
        assertThat(SERVER.passwords()).hasSize(sent);
    }

    @Test
    void refuses_a_host_key_that_is_not_pinned_and_names_both_fingerprints() {
        var pin = "SHA256:" + "A".repeat(43);
        var pinned = with(with(SERVER.properties(), "known-hosts-file", ""), "host-key-fingerprints", pin);

        assertThat(unavailable(store(pinned)))
                .hasMessageContaining(SshKeygen.fingerprint(SERVER.knownHosts()))
                .hasMessageContaining("apic-dr.sftp.host-key-fingerprints expects " + pin);
    }

    @Test
    void accepts_one_of_several_pins() {
        var pins = "SHA256:" + "A".repeat(43) + "," + SshKeygen.fingerprint(SERVER.knownHosts());

        assertUsable(with(with(SERVER.properties(), "known-hosts-file", ""), "host-key-fingerprints", pins));
    }

    @Test
    void refuses_a_revoked_host_key_though_another_line_lists_it() throws IOException {
        var line = Files.readString(SERVER.knownHosts());
        var knownHosts = Files.writeString(folder.resolve("known_hosts"), line + "@revoked * " + key(line));

        assertUnavailable(
                store(with(SERVER.properties(), "known-hosts-file", knownHosts.toString())), "marks as @revoked");
    }

    private static String key(String line) {
        return line.substring(line.indexOf(' ') + 1);
    }

    private static void assertUsable(Map<String, String> properties) {
        var store = store(properties);
        assertThat(store.list(SUBSYSTEM, soon()).files()).isEmpty();
        store.close();
    }

    private static void assertUnavailable(Map<String, String> properties, String sentence) {
        assertThat(unavailable(store(properties))).hasMessage(sentence);
    }

    private static void assertUnavailable(SftpBundleStore store, String part) {
        assertThat(unavailable(store)).hasMessageContaining(part);
    }

    private static ServiceException unavailable(SftpBundleStore store) {
        var failure = catchThrowableOfType(ServiceException.class, () -> store.list(SUBSYSTEM, soon()));
        assertThat(failure.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE);
        return failure;
    }
}
