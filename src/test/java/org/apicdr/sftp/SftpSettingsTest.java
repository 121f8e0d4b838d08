package org.apicdr.sftp;

import static org.apicdr.sftp.SftpFixtures.BUNDLE;
import static org.apicdr.sftp.SftpFixtures.SUBSYSTEM;
import static org.apicdr.sftp.SftpFixtures.config;
import static org.apicdr.sftp.SftpFixtures.content;
import static org.apicdr.sftp.SftpFixtures.soon;
import static org.apicdr.sftp.SftpFixtures.store;
import static org.apicdr.sftp.SftpFixtures.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import net.schmizz.sshj.common.Buffer;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ErrorDetails.Stored;
import org.apicdr.core.ServiceException;
import org.apicdr.sftp.connection.SftpSettings;
import org.apicdr.testsupport.SshKeygen;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class SftpSettingsTest {

    private static final String PIN = "SHA256:" + "A".repeat(43);

    @TempDir
    private Path folder;

    private Map<String, String> good = Map.of();

    @BeforeEach
    void writeFiles() throws IOException {
        Files.writeString(folder.resolve("password"), "top secret\n");
        good = Map.of(
                "apic-dr.site", "test-dc1",
                "apic-dr.sftp.host", "sftp.example.com",
                "apic-dr.sftp.username", "backup",
                "apic-dr.sftp.path", "/backups",
                "apic-dr.sftp.password-file", folder.resolve("password").toString(),
                "apic-dr.sftp.host-key-fingerprints", PIN);
    }

    @Test
    void finds_nothing_wrong_with_good_settings() {
        assertThat(complaints(good)).isEmpty();
    }

    @Test
    void complains_of_everything_at_once() {
        assertThat(complaints(Map.of("apic-dr.sftp.port", "0")))
                .satisfiesExactly(
                        host -> assertThat(host).startsWith("apic-dr.sftp.host: must be the host name or IP address"),
                        port -> assertThat(port)
                                .isEqualTo("apic-dr.sftp.port: must be a number from 1 to 65535, not '0'"),
                        user -> assertThat(user).startsWith("apic-dr.sftp.username: must be the account"),
                        path -> assertThat(path).startsWith("apic-dr.sftp.path: must be an absolute folder"),
                        login -> assertThat(login)
                                .startsWith("apic-dr.sftp.password-file: set this or apic-dr.sftp.private-key-file"),
                        trust -> assertThat(trust)
                                .startsWith(
                                        "apic-dr.sftp.known-hosts-file: set this or apic-dr.sftp.host-key-fingerprints"));
    }

    @ParameterizedTest
    @CsvSource({
        "host, sftp://example.com, without sftp://",
        "host, example.com:22, or a port",
        "port, ssh, must be a number",
        "port, 65536, must be a number",
        "path, backups, must be an absolute folder",
        "path, /backups/../etc, must not contain",
        "password-file, /does/not/exist, there is no file /does/not/exist",
        "private-key-file, /dev/null, is not an OpenSSH private key",
        "known-hosts-file, /does/not/exist, there is no file /does/not/exist",
        "host-key-fingerprints, SHA256:AAAA, must be SHA256: and 43 characters",
        "host-key-fingerprints, MD5:00:11, must be SHA256: and 43 characters",
        "legacy-algorithms, yes, must be true or false"
    })
    void complains_of_a_wrong_value(String property, String value, String complaint) {
        assertThat(complaints(with(good, property, value)))
                .singleElement()
                .asString()
                .startsWith("apic-dr.sftp." + property + ": ")
                .contains(complaint);
    }

    @Test
    void complains_of_an_empty_password() throws IOException {
        Files.writeString(folder.resolve("password"), "\n");

        assertThat(complaints(good)).singleElement().asString().contains("password-file: ", "is empty");
    }

    @Test
    void complains_of_a_missing_or_wrong_passphrase_without_telling_it() throws IOException {
        var key = SshKeygen.keyPair(folder.resolve("id"), "ed25519", "right passphrase");
        var passphrase = Files.writeString(folder.resolve("passphrase"), "wrong passphrase\n");
        var locked = with(good, "private-key-file", key.toString());

        assertThat(complaints(locked))
                .singleElement()
                .asString()
                .endsWith("is encrypted; set apic-dr.sftp.passphrase-file");
        assertThat(complaints(with(locked, "passphrase-file", passphrase.toString())))
                .singleElement()
                .asString()
                .contains("does not decrypt")
                .doesNotContain("wrong passphrase");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI | is a public key; use the private key",
                "---- BEGIN SSH2 PUBLIC KEY ---- | is a public key",
                "-----BEGIN PUBLIC KEY----- | is a public key",
                "PuTTY-User-Key-File-3: ssh-ed25519 | is a PuTTY key; convert it with puttygen -O private-openssh-new",
                "-----BEGIN OPENSSH PRIVATE KEY----- | is a damaged or unsupported private key",
                "-----BEGIN RSA PRIVATE KEY----- | is a damaged or unsupported private key",
                "-----BEGIN CERTIFICATE----- | is not an OpenSSH private key; it must begin with -----BEGIN OPENSSH"
            })
    void says_what_a_file_is_that_is_no_private_key(String text, String complaint) throws IOException {
        var file = Files.writeString(folder.resolve("key"), text + "\n");

        assertThat(complaints(with(good, "private-key-file", file.toString())))
                .singleElement()
                .asString()
                .startsWith("apic-dr.sftp.private-key-file: " + file + " " + complaint);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ssh-dss", "sk-ssh-ed25519@openssh.com"})
    void complains_of_a_key_of_a_type_that_cannot_be_used(String type) throws IOException {
        var publicKey = new Buffer.PlainBuffer().putString(type).getCompactData();
        var header = new Buffer.PlainBuffer()
                .putRawBytes("openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII))
                .putString("none")
                .putString("none")
                .putString("")
                .putUInt32(1)
                .putBytes(publicKey)
                .getCompactData();
        var file = Files.writeString(
                folder.resolve("key"),
                "-----BEGIN OPENSSH PRIVATE KEY-----\n%s\n-----END OPENSSH PRIVATE KEY-----\n"
                        .formatted(Base64.getEncoder().encodeToString(header)));

        assertThat(complaints(with(good, "private-key-file", file.toString())))
                .singleElement()
                .asString()
                .endsWith(
                        "is a key of the type " + type + ", which is not supported; use an Ed25519, ECDSA or RSA key");
    }

    @Test
    void complains_of_a_passphrase_that_does_not_fit_a_pem_key() throws IOException {
        var key = SshKeygen.keyPair(folder.resolve("id"), "right passphrase", List.of("-t", "rsa", "-m", "PEM"));
        var passphrase = Files.writeString(folder.resolve("passphrase"), "wrong passphrase\n");
        var locked = with(good, "private-key-file", key.toString());

        assertThat(complaints(locked)).singleElement().asString().contains("set apic-dr.sftp.passphrase-file");
        assertThat(complaints(with(locked, "passphrase-file", passphrase.toString())))
                .singleElement()
                .asString()
                .contains("does not decrypt")
                .doesNotContain("wrong passphrase");
    }

    @ParameterizedTest
    @CsvSource({"/backups/, /backups", "//a///b//, /a/b", "/, ''"})
    void makes_the_path_plain(String path, String plain) {
        var settings = SftpSettings.from(config(with(good, "path", path)), complaint -> {});

        assertThat(settings.orElseThrow().path()).isEqualTo(plain);
    }

    @Test
    void keeps_secrets_out_of_what_is_printed() {
        var settings = SftpSettings.from(config(good), complaint -> {});

        assertThat(settings.orElseThrow().toString()).doesNotContain("top secret");
    }

    @Test
    void lets_the_store_start_and_say_what_is_wrong_when_it_is_used() {
        var store = store(with(good, "host", ""));

        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> store.list(SUBSYSTEM, soon()))
                .withMessageStartingWith("The SFTP store is not configured: apic-dr.sftp.host: ")
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE));
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> store.publish(SUBSYSTEM, BUNDLE, content(1), soon()))
                .satisfies(e -> assertThat(e.details().stored()).isEqualTo(Stored.NO));
    }

    private static List<String> complaints(Map<String, String> properties) {
        return new SftpConfigCheck(config(properties), BackupFixtures.config(Map.of())).violations();
    }
}
