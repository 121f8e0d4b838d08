package org.apicdr.sftp.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import net.schmizz.sshj.common.SSHRuntimeException;
import net.schmizz.sshj.transport.cipher.Cipher;
import net.schmizz.sshj.transport.cipher.Cipher.Mode;
import org.apache.sshd.common.cipher.ChaCha20Cipher;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Beside Apache MINA's cipher of that name, which shares no code with it. */
@Tag("unit")
class ChaCha20Poly1305CipherTest {

    private static final int LENGTH_SIZE = 4;
    private static final int TAG_SIZE = 16;

    private final Random random = new Random(20260101);
    private final byte[] key = bytes(64);

    @ParameterizedTest
    @ValueSource(ints = {8, 16, 63, 64, 65, 4096, 32_768})
    void encrypts_packet_after_packet_like_mina(int size) throws Exception {
        var cipher = cipher(Mode.Encrypt);
        var mina = new ChaCha20Cipher();
        mina.init(
                org.apache.sshd.common.cipher.Cipher.Mode.Encrypt, key, new byte[Long.BYTES]); // counts packets itself
        for (long number : new long[] {0, 1, 2}) {
            var packet = packet(size);
            var expected = packet.clone();
            cipher.setSequenceNumber(number);
            cipher.updateWithAAD(packet, 0, LENGTH_SIZE, size);
            mina.updateAAD(expected, 0, LENGTH_SIZE);
            mina.update(expected, LENGTH_SIZE, size);
            assertThat(packet).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 7, 0xffff_ffffL})
    void decrypts_what_it_encrypted(long number) {
        var packet = packet(1_000);
        var encrypted = encrypted(packet, number);
        assertThat(encrypted).isNotEqualTo(packet);
        var cipher = cipher(Mode.Decrypt);
        cipher.setSequenceNumber(number);
        cipher.updateAAD(encrypted, 0, LENGTH_SIZE);
        cipher.update(encrypted, LENGTH_SIZE, 1_000);
        assertThat(Arrays.copyOf(encrypted, LENGTH_SIZE + 1_000)).isEqualTo(Arrays.copyOf(packet, LENGTH_SIZE + 1_000));
    }

    /** In its length, its payload, and its tag. */
    @ParameterizedTest
    @ValueSource(ints = {0, LENGTH_SIZE, LENGTH_SIZE + 999, LENGTH_SIZE + 1_000, LENGTH_SIZE + 1_000 + TAG_SIZE - 1})
    void refuses_a_packet_that_was_changed(int position) {
        var encrypted = encrypted(packet(1_000), 3);
        encrypted[position] ^= 1;
        var received = encrypted.clone();
        var cipher = cipher(Mode.Decrypt);
        cipher.setSequenceNumber(3);
        cipher.updateAAD(encrypted, 0, LENGTH_SIZE);
        assertThatThrownBy(() -> cipher.update(encrypted, LENGTH_SIZE, 1_000)).isInstanceOf(SSHRuntimeException.class);
        assertThat(Arrays.copyOfRange(encrypted, LENGTH_SIZE, encrypted.length))
                .as("nothing of it is decrypted")
                .isEqualTo(Arrays.copyOfRange(received, LENGTH_SIZE, received.length));
    }

    @Test
    void refuses_a_packet_with_the_number_of_another() {
        var encrypted = encrypted(packet(1_000), 3);
        var cipher = cipher(Mode.Decrypt);
        cipher.setSequenceNumber(4);
        cipher.updateAAD(encrypted, 0, LENGTH_SIZE);
        assertThatThrownBy(() -> cipher.update(encrypted, LENGTH_SIZE, 1_000)).isInstanceOf(SSHRuntimeException.class);
    }

    private byte[] encrypted(byte[] packet, long number) {
        var encrypted = packet.clone();
        var cipher = cipher(Mode.Encrypt);
        cipher.setSequenceNumber(number);
        cipher.updateWithAAD(encrypted, 0, LENGTH_SIZE, packet.length - LENGTH_SIZE - TAG_SIZE);
        return encrypted;
    }

    private Cipher cipher(Mode mode) {
        var cipher = ChaCha20Poly1305Cipher.factory().create();
        cipher.init(mode, key, new byte[0]);
        return cipher;
    }

    /** With room for the tag. */
    private byte[] packet(int size) {
        return Arrays.copyOf(bytes(LENGTH_SIZE + size), LENGTH_SIZE + size + TAG_SIZE);
    }

    private byte[] bytes(int size) {
        var bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }
}
