package org.apicdr.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apicdr.testsupport.IntegrationEnvironment;
import org.apicdr.testsupport.KubeApi;
import org.apicdr.testsupport.KubeApiExtension;
import org.apicdr.testsupport.MinaSftpServer;
import org.apicdr.testsupport.MountedSecret;
import org.apicdr.testsupport.OpenSshServer;
import org.apicdr.testsupport.RunningService;
import org.apicdr.testsupport.SampleSubsystem;
import org.apicdr.testsupport.SshKeygen;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** A server that cannot prove itself gets nothing; a corrected file in the mounted Secret heals that without a restart. */
@ExtendWith(KubeApiExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("store")
class HostKeyIT {

    private static final String KNOWN_HOSTS = "known_hosts";

    private static final String KEY = "private-key";

    private final IntegrationEnvironment parts;
    private final OpenSshServer sshd;
    private final SampleSubsystem subsystem;
    private final Map<String, String> good;
    private final MountedSecret secret;
    private final RunningService service;
    private final ApiClient apiClient;

    HostKeyIT(KubeApi api) throws IOException {
        this.sshd = OpenSshServer.start("internal-sftp", List.of("ed25519"));
        this.parts = IntegrationEnvironment.start(api, sshd);
        this.subsystem = SampleSubsystem.release1001(api.client(), api.namespace("hostkeys"));
        this.good = Map.of(KNOWN_HOSTS, Files.readString(sshd.knownHosts()), KEY, Files.readString(sshd.privateKey()));
        this.secret = new MountedSecret(parts.folder().resolve("sftp"), good);
        this.service = RunningService.start(parts.folder(), properties());
        this.apiClient = new ApiClient(service);
    }

    @BeforeEach
    void keepHostKey() throws IOException {
        Files.copy(hostKey(), kept(), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(Path.of(hostKey() + ".pub"), Path.of(kept() + ".pub"), StandardCopyOption.REPLACE_EXISTING);
    }

    @AfterEach
    void restore() throws IOException {
        Files.deleteIfExists(Path.of(hostKey() + "-cert.pub"));
        Files.move(kept(), hostKey(), StandardCopyOption.REPLACE_EXISTING);
        Files.move(Path.of(kept() + ".pub"), Path.of(hostKey() + ".pub"), StandardCopyOption.REPLACE_EXISTING);
        restartServer();
        secret.update(good);
    }

    @AfterAll
    void stop() {
        service.close();
        parts.close();
    }

    @Test
    void a_wrong_or_revoked_host_key_gets_nothing_until_the_secret_is_corrected() {
        apiClient.captures(subsystem);
        var other = key("wrong-host-key");

        trust("127.0.0.1 " + SshKeygen.publicKey(other));
        assertRefused(SshKeygen.fingerprint(hostKey()), SshKeygen.fingerprint(other));

        trust(good.get(KNOWN_HOSTS) + "@revoked 127.0.0.1 " + SshKeygen.publicKey(hostKey()));
        assertRefused(SshKeygen.fingerprint(hostKey()), "marks as @revoked");

        secret.update(good);
        apiClient.captures(subsystem);
    }

    @Test
    void a_changed_host_key_gets_nothing_until_it_is_entered() throws IOException {
        apiClient.captures(subsystem);
        var former = SshKeygen.fingerprint(hostKey());
        Files.delete(hostKey());
        SshKeygen.keyPair(hostKey(), "ed25519", "");
        restartServer();

        assertRefused(SshKeygen.fingerprint(hostKey()), former);

        trust("127.0.0.1 " + SshKeygen.publicKey(hostKey()));
        apiClient.captures(subsystem);
    }

    @Test
    void a_certificate_counts_only_while_it_is_valid_and_its_authority_trusted() {
        var authority = key("authority");
        var foreign = key("foreign");
        certify(authority, "+1d");
        trust(trusting(authority));
        apiClient.captures(subsystem);

        trust(trusting(foreign));
        assertRefused(SshKeygen.fingerprint(authority), SshKeygen.fingerprint(foreign));

        var revocation = "@revoked * " + SshKeygen.publicKey(authority);
        trust(String.join("\n", trusting(authority), trusting(foreign), revocation));
        assertRefused(SshKeygen.fingerprint(authority), "marks as @revoked");

        trust(trusting(authority));
        certify(authority, "20200101Z:20210101Z");
        assertRefused(SshKeygen.fingerprint(authority), "it expired at 2021-01-01T");

        certify(authority, "+1d");
        apiClient.captures(subsystem);
    }

    @Test
    void a_password_is_not_sent_to_a_server_with_another_host_key() throws IOException {
        try (var server = MinaSftpServer.start();
                var loggingIn = RunningService.start(parts.folder(), passwordProperties(server))) {
            trust("127.0.0.1 " + SshKeygen.publicKey(hostKey()));

            refused(loggingIn, SshKeygen.fingerprint(server.knownHosts()), SshKeygen.fingerprint(hostKey()));

            assertThat(server.passwords()).isEmpty();
            assertThat(files(server.root())).isEmpty();
            trust(Files.readString(server.knownHosts()));
            new ApiClient(loggingIn).captures(subsystem);
            assertThat(server.passwords()).containsOnly(MinaSftpServer.PASSWORD);
        }
    }

    @Test
    void a_login_key_is_used_no_longer_than_it_is_mounted() throws IOException {
        apiClient.captures(subsystem);
        var other = key("other-login");

        secret.update(Map.of(KNOWN_HOSTS, good.get(KNOWN_HOSTS), KEY, Files.readString(other)));
        assertRefused("refused the login of the user " + sshd.user());

        secret.update(Map.of(KNOWN_HOSTS, good.get(KNOWN_HOSTS), KEY, SshKeygen.publicKey(other)));
        assertRefused(secret.file(KEY) + " is a public key");

        sshd.authorize(other);
        secret.update(Map.of(KNOWN_HOSTS, good.get(KNOWN_HOSTS), KEY, Files.readString(other)));
        apiClient.captures(subsystem);
    }

    private Map<String, String> properties() {
        var properties = parts.properties(List.of(subsystem.namespace()));
        properties.put("apic-dr.sftp.known-hosts-file", secret.file(KNOWN_HOSTS).toString());
        properties.put("apic-dr.sftp.private-key-file", secret.file(KEY).toString());
        return properties;
    }

    private Map<String, String> passwordProperties(MinaSftpServer server) {
        var properties = properties();
        properties.putAll(Map.of(
                "apic-dr.sftp.port", String.valueOf(server.port()),
                "apic-dr.sftp.username", server.user(),
                "apic-dr.sftp.path", server.path(),
                "apic-dr.sftp.password-file", server.passwordFile().toString()));
        properties.remove("apic-dr.sftp.private-key-file");
        return properties;
    }

    private void trust(String lines) {
        var data = new HashMap<>(good);
        data.put(KNOWN_HOSTS, lines + "\n");
        secret.update(data);
    }

    private static String trusting(Path authority) {
        return "@cert-authority 127.0.0.1 " + SshKeygen.publicKey(authority);
    }

    private Path key(String name) {
        return SshKeygen.keyPair(parts.folder().resolve(name), "ed25519", "");
    }

    private Path kept() {
        return parts.folder().resolve("kept-host-key");
    }

    private Path hostKey() {
        return sshd.hostKey("ed25519");
    }

    private void certify(Path authority, String validity) {
        SshKeygen.certify(authority, hostKey(), List.of("-h", "-n", "127.0.0.1", "-V", validity));
        restartServer();
    }

    private void restartServer() {
        sshd.stop();
        sshd.restart();
    }

    /** Refused with a sentence that holds these parts, and nothing changed on the store. */
    private void assertRefused(String... parts) {
        var before = files(sshd.root());

        refused(service, parts);

        assertThat(files(sshd.root())).isEqualTo(before);
    }

    private void refused(RunningService asked, String... parts) {
        var problem = new ApiClient(asked).capture(subsystem, Map.of()).then();
        problem.statusCode(503).body("type", endsWith(":store-unavailable")).body("stored", is("no"));
        for (var part : parts) {
            problem.body("detail", containsString(part));
        }
    }

    private static List<String> files(Path folder) {
        try (var found = Files.walk(folder)) {
            return found.filter(Files::isRegularFile)
                    .map(Path::toString)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
