package org.apicdr.sftp;

import static org.apicdr.sftp.SftpFixtures.SUBSYSTEM;
import static org.apicdr.sftp.SftpFixtures.soon;
import static org.apicdr.sftp.SftpFixtures.store;
import static org.apicdr.sftp.SftpFixtures.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ServiceException;
import org.apicdr.testsupport.OpenSshServer;
import org.apicdr.testsupport.SshKeygen;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Certificates that OpenSSH's server presents with its host keys, and which of them are believed. */
@EnabledIf("org.apicdr.testsupport.OpenSshServer#installed")
@Tag("store")
class SftpHostCertificateTest {

    private static final List<String> GOOD = List.of("-h", "-n", "sftp.example.com,127.0.0.1", "-V", "-1d:+1d");

    @TempDir
    private Path folder;

    private OpenSshServer server = OpenSshServer.start("internal-sftp", List.of("ed25519", "ecdsa"));
    private Path authority = Path.of("");

    @BeforeEach
    void makeAuthority() {
        authority = SshKeygen.keyPair(folder.resolve("authority"), "ed25519", "");
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({"ed25519, ed25519", "ecdsa, ecdsa", "rsa, rsa", "ed25519, rsa", "rsa, ecdsa"})
    void accepts_a_certificate_of_a_trusted_authority(String authorityType, String keyType) {
        server.close();
        server = OpenSshServer.start("internal-sftp", List.of(keyType));
        var trusted = SshKeygen.keyPair(folder.resolve("trusted"), authorityType, "");
        present(keyType, trusted, GOOD);

        assertUsable("@cert-authority 127.0.0.* " + SshKeygen.publicKey(trusted));
    }

    @Test
    void accepts_a_certificate_that_names_no_host() {
        present("ed25519", authority, List.of("-h"));

        assertUsable(trusting(authority));
    }

    @Test
    void refuses_a_certificate_of_another_authority_and_names_both() {
        var other = SshKeygen.keyPair(folder.resolve("other"), "ed25519", "");
        present("ed25519", other, GOOD);

        assertThat(refusal(trusting(authority)))
                .contains("presented the host key ssh-ed25519 " + SshKeygen.fingerprint(server.hostKey("ed25519")))
                .contains("in a certificate of the authority ssh-ed25519 " + SshKeygen.fingerprint(other))
                .contains("expects a certificate of the authority ssh-ed25519 " + SshKeygen.fingerprint(authority))
                .endsWith("add the key to apic-dr.sftp.known-hosts-file. Nothing secret was sent.");
    }

    @Test
    void refuses_a_key_without_a_certificate_where_an_authority_is_trusted() {
        assertThat(refusal(trusting(authority)))
                .contains("expects a certificate of the authority ssh-ed25519 " + SshKeygen.fingerprint(authority));
    }

    @Test
    void refuses_a_revoked_authority_though_another_line_trusts_it() {
        present("ed25519", authority, GOOD);
        var other = SshKeygen.keyPair(folder.resolve("other"), "ed25519", "");

        assertThat(refusal(trusting(authority) + "\n" + trusting(other) + "\n@revoked * "
                        + SshKeygen.publicKey(authority)))
                .contains("in a certificate of the authority ssh-ed25519 " + SshKeygen.fingerprint(authority))
                .contains("marks as @revoked");
    }

    @Test
    void says_that_the_only_authority_is_revoked() {
        present("ed25519", authority, GOOD);

        assertThat(refusal(trusting(authority) + "\n@revoked * " + SshKeygen.publicKey(authority)))
                .contains("known_hosts marks all keys for [127.0.0.1]:" + server.port() + " as @revoked");
    }

    @Test
    void refuses_a_revoked_key_whoever_certifies_it() {
        present("ed25519", authority, GOOD);

        assertThat(refusal(trusting(authority) + "\n@revoked * " + SshKeygen.publicKey(server.hostKey("ed25519"))))
                .contains("ssh-ed25519 " + SshKeygen.fingerprint(server.hostKey("ed25519")), "marks as @revoked");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-h -n 127.0.0.1 -V 20200101Z:20210101Z | it expired at 2021-01-01T00:00:00Z",
                "-h -n 127.0.0.1 -V 20990101Z:20991231Z | it is not valid before 2099-01-01T00:00:00Z",
                "-h -n 127.0.0.2,sftp.example.com | it is issued for 127.0.0.2, sftp.example.com and not for 127.0.0.1",
                "-h -n 127.0.0.* | it is issued for 127.0.0.* and not for 127.0.0.1",
                "-n 127.0.0.1 | it is a user certificate and not a host certificate"
            })
    void refuses_a_certificate_that_says_nothing_for_the_host(String options, String flaw) {
        present("ed25519", authority, List.of(options.split(" ", -1)));

        assertThat(refusal(trusting(authority))).contains("which is trusted, but " + flaw + ".");
    }

    @Test
    void accepts_a_listed_key_though_its_certificate_is_not_trusted() {
        present("ed25519", SshKeygen.keyPair(folder.resolve("other"), "ed25519", ""), GOOD);

        assertUsable(trusting(authority) + "\n" + listed("ed25519"));
        assertUsable(listed("ed25519"));
    }

    @Test
    void asks_for_the_key_of_another_type_where_a_certificate_is_not_trusted() {
        present("ed25519", SshKeygen.keyPair(folder.resolve("other"), "ed25519", ""), GOOD);
        present("ecdsa", authority, GOOD);

        assertUsable(trusting(authority));
    }

    @Test
    void wants_a_certified_key_to_be_pinned_where_keys_are() {
        present("ed25519", authority, GOOD);
        var properties = properties(trusting(authority));

        assertUsable(with(properties, "host-key-fingerprints", SshKeygen.fingerprint(server.hostKey("ed25519"))));
        assertThat(refusal(with(properties, "host-key-fingerprints", "SHA256:" + "A".repeat(43))))
                .contains("apic-dr.sftp.host-key-fingerprints expects SHA256:AAAA");
    }

    private void present(String keyType, Path signer, List<String> options) {
        SshKeygen.certify(signer, server.hostKey(keyType), options);
        server.stop();
        server.restart();
    }

    private String listed(String keyType) {
        return "127.0.0.1 " + SshKeygen.publicKey(server.hostKey(keyType));
    }

    private static String trusting(Path authority) {
        return "@cert-authority 127.0.0.1 " + SshKeygen.publicKey(authority);
    }

    private Map<String, String> properties(String knownHosts) {
        try {
            var file = Files.writeString(folder.resolve("known_hosts"), knownHosts + "\n");
            return with(server.properties(), "known-hosts-file", file.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void assertUsable(String knownHosts) {
        assertUsable(properties(knownHosts));
    }

    private static void assertUsable(Map<String, String> properties) {
        var store = store(properties);
        assertThat(store.list(SUBSYSTEM, soon()).files()).isEmpty();
        store.close();
    }

    private String refusal(String knownHosts) {
        return refusal(properties(knownHosts));
    }

    private static String refusal(Map<String, String> properties) {
        var failure = catchThrowableOfType(
                ServiceException.class, () -> store(properties).list(SUBSYSTEM, soon()));
        assertThat(failure.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE);
        return String.valueOf(failure.getMessage());
    }
}
