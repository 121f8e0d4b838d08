package org.apicdr.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apicdr.sftp.config.ConfiguredText.TextFile;
import org.apicdr.sftp.config.ServerRole;
import org.apicdr.sftp.config.SftpEndpoint;
import org.apicdr.sftp.hostkey.HostKey;
import org.apicdr.sftp.hostkey.KnownHosts;
import org.apicdr.testsupport.SshKeygen;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("store")
class SftpKnownHostsTest {

    private static final SftpEndpoint SERVER = new SftpEndpoint("Sftp.Example.com", 2222, "backup", ServerRole.STORE);

    @TempDir
    private Path folder;

    private String key = "";

    @BeforeEach
    void makeKey() {
        key = SshKeygen.publicKey(SshKeygen.keyPair(folder.resolve("key"), "ed25519", ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "[sftp.example.com]:2222 true",
                "[SFTP.example.COM]:2222 true",
                "other,[sftp.example.com]:2222 true",
                "[*.example.com]:2222 true",
                "[sftp?example.com]:2222 true",
                "* true",
                "sftp.example.com true",
                "*.example.com true",
                "*.example.com,![sftp.example.com]:2222 false",
                "*.example.com,!sftp.example.com false",
                "[sftp.example.com]:22 false",
                "[sftpXexample.com]:2222 false",
                "*,![sftp.example.com]:2222 false",
                "![sftp.example.com]:2222,* false",
                "!other,* true",
                "!other false"
            })
    void matches_hosts_as_openssh_does(String hosts, boolean applies) throws IOException {
        assertThat(read("%s %s".formatted(hosts, key)).keys(SERVER)).hasSize(applies ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource({
        "'', 0", // speaks for every port
        "@cert-authority, 0",
        "@revoked, 1"
    })
    void reads_a_line_without_a_port_unless_another_speaks_for_the_port(String start, int keys) throws IOException {
        var other = SshKeygen.publicKey(SshKeygen.keyPair(folder.resolve("other"), "ed25519", ""));

        var knownHosts = read("sftp.example.com %s\n%s [sftp.example.com]:2222 %s".formatted(key, start, other));

        assertThat(knownHosts.keys(SERVER))
                .filteredOn(new HostKey(key.split(" ", -1)[1])::equals)
                .hasSize(keys);
    }

    @Test
    void heeds_a_revocation_without_a_port_whatever_speaks_for_the_port() throws IOException {
        var knownHosts = read("@revoked sftp.example.com %s\n[sftp.example.com]:2222 %s".formatted(key, key));

        assertThat(knownHosts.keys(SERVER)).isEmpty();
    }

    @Test
    void trusts_no_authority_that_is_revoked() throws IOException {
        var line = "@cert-authority *.example.com " + key;

        assertThat(read(line).authorities(SERVER)).hasSize(1);
        assertThat(read(line + "\n@revoked * " + key).authorities(SERVER)).isEmpty();
        assertThat(read(line).authorities(new SftpEndpoint("sftp.example.org", 22, "backup", ServerRole.STORE)))
                .isEmpty();
    }

    @Test
    void matches_hashed_names() throws IOException {
        var file = Files.writeString(folder.resolve("known_hosts"), "[sftp.example.com]:2222 %s\n".formatted(key));
        SshKeygen.hashHosts(file);

        assertThat(file).content().startsWith("|1|");
        assertThat(KnownHosts.read(new TextFile(file)).keys(SERVER)).hasSize(1);
        assertThat(KnownHosts.read(new TextFile(file))
                        .keys(new SftpEndpoint("other", 2222, "backup", ServerRole.STORE)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"@revoked *", "@cert-authority *", "@unknown *", "# *"})
    void never_accepts_a_plain_key_of_a_marked_line(String start) throws IOException {
        assertThat(read("%s %s".formatted(start, key)).keys(SERVER)).isEmpty();
    }

    @Test
    void lets_revocation_win() throws IOException {
        var knownHosts = read("* %s\n@revoked [sftp.example.com]:2222 %s comment".formatted(key, key));

        assertThat(knownHosts.keys(SERVER)).isEmpty();
        assertThat(knownHosts.keys(new SftpEndpoint("other", 22, "backup", ServerRole.STORE)))
                .hasSize(1);
    }

    @Test
    void refuses_a_revocation_that_cannot_be_understood() {
        assertThatIOException()
                .isThrownBy(() -> read("* %s\n@revoked * ssh-ed25519 AAAA!".formatted(key)))
                .withMessageContaining("@revoked");
    }

    @Test
    void skips_lines_that_cannot_be_understood() throws IOException {
        assertThat(read("garbage\n\n* ssh-rsa AAAA\n* ssh-rsa %s\n* %s".formatted(key.split(" ", -1)[1], key))
                        .keys(SERVER))
                .hasSize(1);
    }

    private KnownHosts read(String content) throws IOException {
        return KnownHosts.read(new TextFile(Files.writeString(folder.resolve("known_hosts"), content)));
    }
}
