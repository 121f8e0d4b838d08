package org.apicdr.sftp.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class SftpEndpointTest {

    private static final int LONG = 200_000;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sftp.example.com",
                "sftp-1",
                "_sftp.apic.svc",
                "192.0.2.7",
                "::1",
                "2001:db8::7",
                "::ffff:192.0.2.7",
                "fe80::1%eth0",
                "fe80::1%lo-1.2"
            })
    void takes_names_and_addresses(String host) {
        assertThat(SftpEndpoint.isHost(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sftp://example.com",
                "example.com:22",
                "user@example.com",
                "-example.com",
                "exa mple.com",
                "example.com\n",
                "1:2:not an address",
                "::1%",
                "fe80::1%eth 0",
                "::1\n",
                "[::1]"
            })
    void refuses_everything_else(String host) {
        assertThat(SftpEndpoint.isHost(host)).isFalse();
    }

    @Test
    void takes_at_most_253_characters() {
        assertThat(SftpEndpoint.isHost("a".repeat(253))).isTrue();
        assertThat(SftpEndpoint.isHost("a".repeat(254))).isFalse();
    }

    @Test
    void makes_a_line_of_what_others_wrote() {
        assertThat(SftpEndpoint.printable(" a\nb\u009b2Jc\u202ed ")).isEqualTo("a b 2Jc d");
    }

    @Test
    void judges_a_hostile_host_at_once() {
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            assertThat(SftpEndpoint.isHost(":".repeat(LONG) + "\n")).isFalse();
            assertThat(SftpEndpoint.isHost(":".repeat(252) + "\n")).isFalse();
            assertThat(SftpEndpoint.isHost("a".repeat(LONG) + "!")).isFalse();
            assertThat(SftpEndpoint.isHost("::" + "%".repeat(LONG))).isFalse();
        });
    }
}
