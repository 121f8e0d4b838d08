package org.apicdr.sftp;

import static org.apicdr.sftp.BackupFixtures.KNOWN_HOSTS;
import static org.apicdr.sftp.BackupFixtures.TIMEOUT;
import static org.apicdr.sftp.BackupFixtures.at;
import static org.apicdr.sftp.BackupFixtures.failed;
import static org.apicdr.sftp.BackupFixtures.files;
import static org.apicdr.sftp.BackupFixtures.goodPassword;
import static org.apicdr.sftp.BackupFixtures.moved;
import static org.apicdr.sftp.BackupFixtures.pinning;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import net.schmizz.sshj.sftp.Response.StatusCode;
import org.apicdr.backup.BackupFolderListing.Failed;
import org.apicdr.backup.BackupLocation;
import org.apicdr.core.Deadline;
import org.apicdr.rest.CapturedLog;
import org.apicdr.sftp.config.ServerRole;
import org.apicdr.sftp.config.SftpEndpoint;
import org.apicdr.sftp.connection.SftpStatusException;
import org.apicdr.testsupport.MinaSftpServer;
import org.apicdr.testsupport.SftpPeer;
import org.apicdr.testsupport.SshKeygen;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes wrong between here and a folder of backups, and the sentences about it. */
@Tag("store")
class BackupConnectionTest {

    @TempDir
    private Path folder;

    /** Lists a key for whatever host, so that all are connected to. */
    private Path anyHost = Path.of("");

    @BeforeEach
    void trustAKey() throws IOException {
        var key = SshKeygen.publicKey(SshKeygen.keyPair(folder.resolve("key"), "ed25519", ""));
        anyHost = Files.writeString(folder.resolve("known_hosts"), "* " + key);
    }

    @Test
    void says_that_the_host_is_unknown() {
        assertThat(failed(pinning(anyHost), location("sftp.invalid", 22)))
                .isEqualTo(
                        "/backups on sftp.invalid:22 cannot be read. The host name 'sftp.invalid' cannot be resolved."
                                + " Correct the host in the subsystem's backup settings or check DNS.");
    }

    @Test
    void says_that_the_connection_was_refused() throws IOException {
        int free;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }

        assertThat(failed(pinning(anyHost), location(SftpPeer.HOST, free)))
                .isEqualTo(
                        "/backups on 127.0.0.1:%1$d cannot be read. The backup server 127.0.0.1:%1$d refused the"
                                + " connection. Check that it runs, host and port in the subsystem's backup settings, and"
                                + " firewalls.",
                        free);
    }

    @ParameterizedTest
    @CsvSource({
        "sftp://example.com, 22, Correct host and port",
        "example.com:22, 22, Correct host and port",
        "'', 22, Correct host and port",
        "example.com, 0, Correct host and port",
        "example.com, 65536, Correct host and port"
    })
    void asks_for_an_address_that_can_be_used(String host, int port, String sentence) {
        assertThat(failed(pinning(anyHost), location(host, port))).contains(sentence);
    }

    @Test
    void keeps_control_characters_of_the_settings_out_of_sentences() {
        var location = moved(location("example.com\n", 22), "/back\u001bups", "");

        assertThat(failed(pinning(anyHost), location)).startsWith("/back ups on example.com :22 cannot be read.");
        assertThat(failed(pinning(anyHost), moved(location(SftpPeer.HOST, 22), "/back\nups", "")))
                .endsWith("Correct the path in the subsystem's backup settings: it contains a control character.");
    }

    @Test
    void gives_up_on_a_silent_server_after_its_own_time() throws IOException {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var hurried = files(Map.of(KNOWN_HOSTS, anyHost.toString(), TIMEOUT, "700ms"));
            long start = System.nanoTime();

            assertThat(failed(hurried, location(SftpPeer.HOST, silent.getLocalPort())))
                    .contains("did not accept the connection in time");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
        }
    }

    @Test
    void gives_up_on_a_silent_server_at_the_deadline_of_the_request() throws IOException {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            long start = System.nanoTime();

            var found = pinning(anyHost)
                    .list(location(SftpPeer.HOST, silent.getLocalPort()), Deadline.in(Duration.ofMillis(700)));

            assertThat(found).isInstanceOf(Failed.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
        }
    }

    @Test
    void gives_up_on_a_server_that_falls_silent_after_the_login() {
        var release = new CountDownLatch(1);
        try (var server = MinaSftpServer.start(new BeforeListing(release::await))) {
            var hurried = files(Map.of(KNOWN_HOSTS, server.knownHosts().toString(), TIMEOUT, "3s"));

            assertThat(failed(hurried, at(server, goodPassword())))
                    .isEqualTo(
                            "/store on 127.0.0.1:%1$d cannot be read. The backup server 127.0.0.1:%1$d did not"
                                    + " answer within apic-dr.backup-sftp.timeout or the remaining time of the request."
                                    + " Check its load and the network.",
                            server.port());
            release.countDown();
        }
    }

    @Test
    void says_that_the_connection_broke() {
        var servers = new MinaSftpServer[1];
        try (var server = MinaSftpServer.start(new BeforeListing(() -> servers[0].dropConnections()))) {
            servers[0] = server;

            assertThat(failed(pinning(server.knownHosts()), at(server, goodPassword())))
                    .isEqualTo(
                            "/store on 127.0.0.1:%1$d cannot be read. The connection to the backup server"
                                    + " 127.0.0.1:%1$d broke. Try again; if it happens again, see the server's log.",
                            server.port());
        }
    }

    @Test
    void says_that_the_path_is_closed() {
        try (var server = MinaSftpServer.start(new BeforeListing(() -> {
            throw new AccessDeniedException("/store");
        }))) {
            assertThat(failed(pinning(server.knownHosts()), at(server, goodPassword())))
                    .isEqualTo(
                            "The backup server 127.0.0.1:%d refused to list /store: permission denied; grant the user of"
                                    + " the backup credentials secret access to it on the server (the server answered"
                                    + " 'Permission denied').",
                            server.port());
        }
    }

    @ParameterizedTest
    @CsvSource({"BACKUPS, disk of … is  broken", "STORE, disk of ops-team-seven is  broken"})
    void quotes_the_user_of_the_store_alone(ServerRole serverRole, String quoted) {
        var sftpEndpoint = new SftpEndpoint(SftpPeer.HOST, 22, "ops-team-seven", serverRole);

        assertThat(SftpStatusException.refused(
                        sftpEndpoint,
                        "list",
                        "/home/ops-team-seven",
                        StatusCode.FAILURE,
                        "disk of ops-team-seven is \nbroken"))
                .hasMessage(
                        "The %s refused to list /home/ops-team-seven: the server gave only '%s' as the reason; see"
                                + " its log.",
                        sftpEndpoint.title(), quoted);
    }

    @Test
    void survives_what_nobody_had_in_mind_and_logs_where_without_what() {
        var location = moved(location(SftpPeer.HOST, 22), absent(), "");

        try (var log = CapturedLog.start("null on " + SftpPeer.HOST)) {
            assertThat(failed(pinning(anyHost), location))
                    .startsWith("null on 127.0.0.1:22 cannot be read: unexpected error java.lang.NullPointerException")
                    .doesNotContain("Cannot invoke");
            assertThat(log.text())
                    .contains("null on 127.0.0.1:22 could not be read: java.lang.NullPointerException at")
                    .contains("BackupFolderReader")
                    .doesNotContain("Cannot invoke");
        }
    }

    @SuppressWarnings("NullAway") // stands for any mistake
    private static String absent() {
        return null;
    }

    private static BackupLocation location(String host, int port) {
        return new BackupLocation(host, port, "/backups", "", goodPassword());
    }
}
