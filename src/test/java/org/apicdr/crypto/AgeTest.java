package org.apicdr.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.exceptionfactory.jagged.bech32.Bech32;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apicdr.crypto.DecryptionException.Fault;
import org.apicdr.testsupport.Command;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link AgeRecipients} and {@link AgeIdentity} against the age command. */
@Tag("unit")
class AgeTest {

    private static final int CHUNK = 64 * 1024;

    private Tools tools;
    private AgeIdentity online;
    private AgeIdentity offline;
    private AgeRecipients both;

    @BeforeEach
    void make_identities(@TempDir Path dir) {
        tools = Tools.in(dir);
        online = tools.identity("online");
        offline = tools.identity("offline");
        both = new AgeRecipients(
                List.of(online.recipients().get(0), offline.recipients().get(0)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 7})
    void age_opens_what_is_sealed_with_each_identity(int size) {
        var plaintext = plaintext(size);

        tools.write("sealed", both.seal(plaintext));

        for (var identity : List.of("online", "offline")) {
            tools.write("opened", new byte[0]); // age makes no file for an empty plaintext
            tools.run("age", "-d", "-i", identity, "-o", "opened", "sealed");
            assertThat(tools.bytes("opened")).isEqualTo(plaintext);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 7})
    void opens_what_age_sealed(int size) throws IOException {
        var plaintext = plaintext(size);
        tools.write("plain", plaintext);
        tools.run("age", "-r", both.values().get(0), "-r", both.values().get(1), "-o", "sealed", "plain");

        assertThat(open(online, tools.bytes("sealed"))).isEqualTo(plaintext);
        assertThat(open(offline, tools.bytes("sealed"))).isEqualTo(plaintext);
    }

    @Test
    void derives_the_recipients_as_age_keygen_does() {
        var printed = Command.run(tools.dir(), "age-keygen", "-y", "online").stdout();

        assertThat(online.recipients()).containsExactly(printed.strip());
    }

    @Test
    void opens_with_any_identity_of_a_file() throws IOException {
        tools.write("both", "# two\n\n" + tools.text("online") + tools.text("offline"));
        var ageIdentity = AgeIdentity.read(tools.path("both"));
        var sealed = new AgeRecipients(offline.recipients()).seal(plaintext(10));

        assertThat(ageIdentity.recipients()).isEqualTo(both.values());
        assertThat(open(ageIdentity, sealed)).isEqualTo(plaintext(10));
    }

    @Test
    void says_that_it_is_sealed_to_others() {
        var sealed = new AgeRecipients(offline.recipients()).seal(plaintext(10));

        var thrown = catchThrowableOfType(DecryptionException.class, () -> open(online, sealed));

        assertThat(thrown.fault()).isEqualTo(Fault.OTHER_RECIPIENTS);
        assertThat(thrown).hasMessageContaining("sealed to other recipients");
    }

    @Test
    void refuses_a_change_of_any_byte() {
        var sealed = both.seal(plaintext(20));

        for (var i = 0; i < sealed.length; i++) {
            var changed = sealed.clone();
            changed[i] ^= 1;
            assertThatExceptionOfType(DecryptionException.class)
                    .as("byte %d", i)
                    .isThrownBy(() -> open(offline, changed));
        }
    }

    @Test
    void refuses_a_file_cut_short_anywhere() {
        var sealed = both.seal(plaintext(20));

        for (var i = 0; i < sealed.length; i++) {
            var cut = Arrays.copyOf(sealed, i);
            assertThatExceptionOfType(DecryptionException.class)
                    .as("%d bytes", i)
                    .isThrownBy(() -> open(offline, cut));
        }
    }

    @Test
    void refuses_a_file_cut_at_a_chunk_or_with_bytes_appended() {
        var sealed = both.seal(plaintext(2 * CHUNK));
        var header = sealed.length - 2 * (CHUNK + 16);

        for (var length : List.of(header, header + CHUNK + 16, sealed.length - 1, sealed.length + 1)) {
            assertThatExceptionOfType(DecryptionException.class)
                    .as("%d bytes", length)
                    .isThrownBy(() -> open(online, Arrays.copyOf(sealed, length)))
                    .satisfies(e -> assertThat(e.fault()).isEqualTo(Fault.DAMAGED));
        }
    }

    @Test
    void passes_on_the_failure_of_the_source() {
        var broken = new SequenceInputStream(InputStream.nullInputStream(), InputStream.nullInputStream()) {
            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                throw new IOException("connection lost");
            }
        };

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> online.open(broken))
                .withMessage("connection lost")
                .isNotInstanceOf(DecryptionException.class);
    }

    @Test
    void never_shows_a_private_key() {
        var secret = tools.text("online")
                .lines()
                .filter(line -> !line.startsWith("#"))
                .findFirst();

        assertThat(online.toString())
                .doesNotContain("AGE-SECRET-KEY")
                .contains(both.values().get(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AgeRecipients(secret.stream().toList()))
                .withMessageContaining("recipient 1 is not an age X25519 recipient")
                .withMessageNotContaining("AGE-SECRET-KEY");
    }

    @Test
    void refuses_a_recipient_that_no_key_can_be_agreed_with() {
        var zero = Bech32.getEncoder().encode("age", new byte[32]).toString();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AgeRecipients(List.of(zero)))
                .withMessageContaining("recipient 1");
    }

    private static byte[] open(AgeIdentity ageIdentity, byte[] sealed) throws IOException {
        try (var in = ageIdentity.open(new ByteArrayInputStream(sealed))) {
            return in.readAllBytes();
        }
    }

    private static byte[] plaintext(int size) {
        var bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
