package org.apicdr.crypto;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class SigningKeyTest {

    private Tools tools;

    @BeforeEach
    void find_the_tools(@TempDir Path dir) {
        tools = Tools.in(dir);
    }

    @Test
    void says_how_to_remove_a_passphrase() {
        var file = tools.path("locked");
        tools.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "correct horse", "-f", "locked");

        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> SigningKey.read(file))
                .withMessageStartingWith(file + " is encrypted")
                .withMessageContaining("ssh-keygen -p -f " + file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-t ecdsa", "-t rsa -b 2048", "-t rsa -b 2048 -m PEM"})
    void refuses_other_types_of_keys(String type) {
        var command = Stream.of("ssh-keygen", "-q", "-f", "other", "-N", "");
        tools.run(Stream.concat(command, Arrays.stream(type.split(" ", -1))).toArray(String[]::new));

        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> SigningKey.read(tools.path("other")))
                .withMessageContaining("is not an OpenSSH Ed25519 private key");
    }

    @Test
    void refuses_a_public_key() {
        tools.signingKeyFile("signer");

        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> SigningKey.read(tools.path("signer.pub")))
                .withMessageContaining("is not an OpenSSH Ed25519 private key");
    }

    @Test
    void refuses_a_file_cut_short() {
        tools.signingKeyFile("signer");
        var pem = tools.text("signer");
        var end = pem.indexOf("\n-----END");

        for (var removed = 1; removed < 400; removed++) {
            var cut = tools.write("cut", pem.substring(0, Math.max(36, end - removed)) + pem.substring(end));
            assertThatExceptionOfType(InvalidSettingException.class)
                    .as("%d characters", removed)
                    .isThrownBy(() -> SigningKey.read(cut));
        }
    }
}
