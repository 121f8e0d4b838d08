package org.apicdr.sftp;

import static org.apicdr.sftp.BackupFixtures.KNOWN_HOSTS;
import static org.apicdr.sftp.BackupFixtures.TIMEOUT;
import static org.apicdr.sftp.BackupFixtures.config;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apicdr.core.Deadline;
import org.apicdr.testsupport.SshKeygen;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class BackupSftpSettingsTest {

    @TempDir
    private Path folder;

    @Test
    void finds_nothing_wrong_where_nothing_is_set() {
        assertThat(complaints(Map.of())).isEmpty();
        assertThat(complaints(Map.of(KNOWN_HOSTS, "", TIMEOUT, ""))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# only a comment\n", "sftp.example.com %s\n", "garbage\n@cert-authority * %s\n"})
    void finds_nothing_wrong_with_a_known_hosts_file(String content) throws IOException {
        var key = SshKeygen.publicKey(SshKeygen.keyPair(folder.resolve("key"), "ed25519", ""));
        var file = Files.writeString(folder.resolve("known_hosts"), content.formatted(key));

        assertThat(complaints(Map.of(KNOWN_HOSTS, file.toString()))).isEmpty();
    }

    @Test
    void complains_of_a_file_that_is_missing_or_says_nothing() throws IOException {
        var file = folder.resolve("known_hosts");
        assertThat(complaints(Map.of(KNOWN_HOSTS, file.toString())))
                .containsExactly(KNOWN_HOSTS + ": there is no file " + file);

        Files.writeString(file, "-----BEGIN CERTIFICATE-----\n");

        assertThat(complaints(Map.of(KNOWN_HOSTS, file.toString())))
                .containsExactly(KNOWN_HOSTS + ": " + file + " is not in known_hosts format");
    }

    @Test
    void complains_of_a_revocation_that_cannot_be_understood() throws IOException {
        var file = Files.writeString(folder.resolve("known_hosts"), "@revoked * ssh-ed25519 AAAA!\n");

        assertThat(complaints(Map.of(KNOWN_HOSTS, file.toString())))
                .singleElement()
                .asString()
                .startsWith(KNOWN_HOSTS + ": ")
                .contains("@revoked");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0s", "-1s"})
    void complains_of_a_time_that_is_none(String timeout) {
        assertThat(complaints(Map.of(TIMEOUT, timeout)))
                .containsExactly(TIMEOUT + ": must be longer than nothing, for example 10s");
    }

    @Test
    void complains_of_a_switch_that_is_neither_on_nor_off() {
        assertThat(complaints(Map.of("apic-dr.backup-sftp.legacy-algorithms", "1")))
                .containsExactly("apic-dr.backup-sftp.legacy-algorithms: must be true or false, not '1'");
    }

    @ParameterizedTest
    @CsvSource({"'', 60, 10", "'', 4, 4", "2s, 60, 2", "30s, 25, 25"})
    void ends_a_look_at_its_own_time_or_with_the_request(String timeout, int request, int expected) {
        var settings = BackupSftpSettings.from(config(Map.of(TIMEOUT, timeout)), complaint -> {});

        assertThat(settings.sooner(Deadline.in(Duration.ofSeconds(request))).left())
                .isCloseTo(Duration.ofSeconds(expected), Duration.ofSeconds(1));
    }

    private static List<String> complaints(Map<String, String> properties) {
        return new SftpConfigCheck(SftpFixtures.config(Map.of()), config(properties))
                .violations().stream()
                        .filter(complaint -> !complaint.startsWith("apic-dr.sftp."))
                        .toList();
    }
}
