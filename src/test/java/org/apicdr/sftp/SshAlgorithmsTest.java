package org.apicdr.sftp;

import static org.apicdr.sftp.BackupFixtures.at;
import static org.apicdr.sftp.BackupFixtures.failed;
import static org.apicdr.sftp.BackupFixtures.files;
import static org.apicdr.sftp.BackupFixtures.key;
import static org.apicdr.sftp.BackupFixtures.read;
import static org.apicdr.sftp.SftpFixtures.SUBSYSTEM;
import static org.apicdr.sftp.SftpFixtures.soon;
import static org.apicdr.sftp.SftpFixtures.store;
import static org.apicdr.sftp.SftpFixtures.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apicdr.core.ServiceException;
import org.apicdr.testsupport.OpenSshServer;
import org.apicdr.testsupport.SshKeygen;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which SSH algorithms are chosen with a server, and what is said to a server that has only old ones. */
@EnabledIf("org.apicdr.testsupport.OpenSshServer#installed")
@Tag("store")
class SshAlgorithmsTest {

    private static final List<String> LEGACY_ONLY = List.of(
            "KexAlgorithms diffie-hellman-group1-sha1",
            "HostKeyAlgorithms ssh-rsa",
            "PubkeyAcceptedAlgorithms ssh-rsa",
            "Ciphers 3des-cbc",
            "MACs hmac-md5-96");

    private static final String LEGACY = "legacy-algorithms";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # what the server has | what is chosen
                                                                    | cipher: chacha20-poly1305@openssh.com MAC: <implicit>
            Ciphers aes256-ctr,aes256-gcm@openssh.com,aes128-cbc    | cipher: aes256-gcm@openssh.com MAC: <implicit>
            Ciphers aes256-gcm@openssh.com,aes128-gcm@openssh.com   | cipher: aes128-gcm@openssh.com MAC: <implicit>
            Ciphers aes128-cbc,3des-cbc,aes256-ctr,aes128-ctr       | cipher: aes128-ctr MAC: hmac-sha2-256-etm@openssh.com
            Ciphers aes256-ctr;MACs hmac-sha1,hmac-sha2-512         | cipher: aes256-ctr MAC: hmac-sha2-512
            Ciphers aes256-ctr;MACs hmac-md5,hmac-sha1              | cipher: aes256-ctr MAC: hmac-sha1
                                                                    | algorithm: curve25519-sha256
            KexAlgorithms diffie-hellman-group14-sha1,ecdh-sha2-nistp521,diffie-hellman-group14-sha256 | algorithm: ecdh-sha2-nistp521
            KexAlgorithms diffie-hellman-group14-sha1,diffie-hellman-group14-sha256 | algorithm: diffie-hellman-group14-sha256
            KexAlgorithms diffie-hellman-group-exchange-sha256      | algorithm: diffie-hellman-group-exchange-sha256
            HostKeyAlgorithms ssh-rsa,rsa-sha2-256,rsa-sha2-512     | host key algorithm: rsa-sha2-512
            """)
    void the_best_that_both_have_is_chosen(String options, String chosen) {
        try (var server = server(options == null ? List.of() : List.of(options.split(";", -1)))) {
            assertLogsIn(server.properties());
            assertLogsIn(with(server.properties(), LEGACY, "true"));

            // two sessions, and ciphers and MACs of both directions
            assertThat(server.log().split("kex: .*" + Pattern.quote(chosen), -1))
                    .hasSizeBetween(3, 5);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            KexAlgorithms diffie-hellman-group1-sha1,diffie-hellman-group14-sha1 | key exchange | diffie-hellman-group1-sha1, diffie-hellman-group14-sha1
            KexAlgorithms diffie-hellman-group-exchange-sha1                     | key exchange | diffie-hellman-group-exchange-sha1
            HostKeyAlgorithms ssh-rsa                               | host key algorithm       | ssh-rsa
            Ciphers 3des-cbc,aes256-cbc                             | cipher                   | 3des-cbc, aes256-cbc
            MACs hmac-md5,hmac-sha1-96                              | MAC                      | hmac-md5, hmac-sha1-96
            """)
    void a_server_with_old_ones_alone_is_refused_unless_they_are_accepted(String options, String kind, String names) {
        try (var server = server(List.of(options))) {
            assertThatExceptionOfType(ServiceException.class)
                    .isThrownBy(() -> store(server).folders(soon()))
                    .withMessage(
                            "The SFTP server 127.0.0.1:%d has no %s that this service accepts, but only %s. Have one of today's"
                                    + " OpenSSH enabled there, or set apic-dr.sftp.legacy-algorithms to true to accept those of"
                                    + " old servers.",
                            server.port(), kind, names);

            assertLogsIn(with(server.properties(), LEGACY, "true"));
        }
    }

    @Test
    void everything_of_an_old_server_can_be_accepted() {
        try (var server = server(LEGACY_ONLY)) {
            var key = SshKeygen.keyPair(folder.resolve("id"), "rsa", "");
            server.authorize(key);
            var properties = with(server.properties(), "private-key-file", key.toString());

            assertThatExceptionOfType(ServiceException.class)
                    .isThrownBy(() -> store(properties).folders(soon()))
                    .withMessageContaining("has no key exchange that this service accepts");
            assertLogsIn(with(properties, LEGACY, "true"));
        }
    }

    @Test
    void the_property_is_not_named_where_it_does_not_help() {
        try (var server = server(List.of("MACs umac-64@openssh.com"))) {
            assertThatExceptionOfType(ServiceException.class)
                    .isThrownBy(() -> store(server).folders(soon()))
                    .withMessageEndingWith("has no MAC that this service accepts, but only umac-64@openssh.com."
                            + " Have one of today's OpenSSH enabled there.");
        }
    }

    @Test
    void a_backup_server_has_a_property_of_its_own() {
        try (var server = server(List.of("Ciphers 3des-cbc"))) {
            var location = at(server, key(server));
            var knownHosts = server.knownHosts().toString();

            assertThat(failed(files(Map.of(BackupFixtures.KNOWN_HOSTS, knownHosts)), location))
                    .endsWith(
                            "The backup server 127.0.0.1:%d has no cipher that this service accepts, but only 3des-cbc."
                                            .formatted(server.port())
                                    + " Have one of today's OpenSSH enabled there, or set apic-dr.backup-sftp.legacy-algorithms to"
                                    + " true to accept those of old servers.");
            var accepting =
                    Map.of(BackupFixtures.KNOWN_HOSTS, knownHosts, "apic-dr.backup-sftp.legacy-algorithms", "true");
            assertThat(read(files(accepting), location).entries()).isEmpty();
        }
    }

    private static OpenSshServer server(List<String> options) {
        var all = new ArrayList<>(options);
        all.add("LogLevel DEBUG1");
        return OpenSshServer.start("internal-sftp", List.of(hostKeyType(options)), all);
    }

    /** An RSA key takes seconds to make. */
    private static String hostKeyType(List<String> options) {
        return options.stream().anyMatch(option -> option.startsWith("HostKeyAlgorithms")) ? "rsa" : "ed25519";
    }

    private static void assertLogsIn(Map<String, String> properties) {
        var store = store(properties);
        assertThat(store.list(SUBSYSTEM, soon()).files()).isEmpty();
        store.close();
    }
}
