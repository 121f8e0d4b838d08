package org.apicdr.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.IntStream;
import org.apicdr.testsupport.Command;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class SshSignatureTest {

    private static final byte[] MESSAGE = "{\"formatVersion\": \"1.0\"}\n".getBytes(US_ASCII);

    private static final BigInteger ORDER =
            BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

    private Tools tools;
    private SigningKey key;

    @BeforeEach
    void make_a_key(@TempDir Path dir) {
        tools = Tools.in(dir);
        key = tools.signingKey("signer");
        tools.write("message", MESSAGE);
    }

    @Test
    void is_byte_for_byte_what_ssh_keygen_makes() {
        tools.run("ssh-keygen", "-q", "-Y", "sign", "-n", "apic-dr", "-f", "signer", "message");

        assertThat(key.sign(MESSAGE).armor()).isEqualTo(tools.text("message.sig"));
    }

    @Test
    void is_accepted_by_ssh_keygen() {
        tools.write("sig", key.sign(MESSAGE).armor());
        tools.write("allowed", key.publicKey().allowedSignersLine("prod-dc1") + "\n");

        assertThat(tools.verifies("allowed", "prod-dc1/apic/management", tools.path("message")))
                .isTrue();
        assertThat(tools.verifies("allowed", "prod-dc2/apic/management", tools.path("message")))
                .isFalse();
    }

    @Test
    void of_ssh_keygen_verifies() {
        tools.run("ssh-keygen", "-q", "-Y", "sign", "-n", "apic-dr", "-f", "signer", "message");

        var signature = SshSignature.parse(tools.bytes("message.sig"));

        assertThat(signature.verifies(MESSAGE)).isTrue();
        assertThat(signature.signer()).isEqualTo(key.publicKey());
    }

    @Test
    void refuses_a_changed_message() {
        var signature = key.sign(MESSAGE);

        for (var i = 0; i < MESSAGE.length; i++) {
            assertThat(signature.verifies(flip(MESSAGE, i, 1))).isFalse();
        }
        assertThat(signature.verifies(Arrays.copyOf(MESSAGE, MESSAGE.length - 1)))
                .isFalse();
        assertThat(signature.verifies(new byte[0])).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0x01, 0x20, 0x80, 0xff})
    void refuses_a_change_of_any_byte(int mask) {
        var armor = key.sign(MESSAGE).armor().getBytes(US_ASCII);

        assertThat(IntStream.range(0, armor.length).filter(i -> accepts(flip(armor, i, mask))))
                .isEmpty();
    }

    @Test
    void refuses_a_byte_too_many_or_too_few() {
        var armor = key.sign(MESSAGE).armor();

        for (var i = 0; i <= armor.length(); i++) {
            assertThat(accepts(armor.substring(0, i) + "\n" + armor.substring(i)))
                    .isFalse();
            assertThat(accepts(armor.substring(0, i) + "A" + armor.substring(i)))
                    .isFalse();
            assertThat(accepts(armor.substring(0, i))).isEqualTo(i == armor.length());
        }
        assertThat(accepts(armor.replace("\n", "\r\n"))).isFalse();
    }

    @Test
    void refuses_the_second_form_of_the_same_signature() {
        var blob = blob(key.sign(MESSAGE));
        var half = blob.length - 32;
        var scalar = new BigInteger(1, reverse(Arrays.copyOfRange(blob, half, blob.length)));
        var second = reverse(bytes(scalar.add(ORDER)));
        System.arraycopy(second, 0, blob, half, 32);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> SshSignature.parse(armored(blob)))
                .withMessageContaining("not reduced");
    }

    @Test
    void refuses_bytes_after_the_content() {
        var blob = blob(key.sign(MESSAGE));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> SshSignature.parse(armored(Arrays.copyOf(blob, blob.length + 3))))
                .withMessageContaining("left over");
    }

    @Test
    void refuses_another_namespace() {
        tools.run("ssh-keygen", "-q", "-Y", "sign", "-n", "file", "-f", "signer", "message");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> SshSignature.parse(tools.bytes("message.sig")))
                .withMessageContaining("namespace");
    }

    @Test
    void refuses_another_hash() {
        tools.run("ssh-keygen", "-q", "-Y", "sign", "-O", "hashalg=sha256", "-n", "apic-dr", "-f", "signer", "message");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> SshSignature.parse(tools.bytes("message.sig")))
                .withMessageContaining("hash");
    }

    @Test
    void refuses_another_type_of_key() {
        tools.run("ssh-keygen", "-q", "-t", "ecdsa", "-N", "", "-f", "other");
        tools.run("ssh-keygen", "-q", "-Y", "sign", "-n", "apic-dr", "-f", "other", "message");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> SshSignature.parse(tools.bytes("message.sig")))
                .withMessageContaining("ssh-ed25519");
    }

    @Test
    void names_its_signer_as_ssh_keygen_does() {
        var listed = Command.run(tools.dir(), "ssh-keygen", "-lf", "signer.pub").stdout();

        assertThat(listed).contains(" " + key.publicKey().fingerprint() + " ");
        assertThat(tools.text("signer.pub")).isEqualTo(key.publicKey().authorizedKey() + " test\n");
        assertThat(key.toString()).isEqualTo(key.publicKey().fingerprint());
    }

    private static boolean accepts(String armor) {
        return accepts(armor.getBytes(US_ASCII));
    }

    private static boolean accepts(byte[] armor) {
        try {
            return SshSignature.parse(armor).verifies(MESSAGE);
        } catch (IllegalArgumentException refused) {
            return false;
        }
    }

    private static byte[] flip(byte[] bytes, int index, int mask) {
        var changed = bytes.clone();
        changed[index] ^= (byte) mask;
        return changed;
    }

    private static byte[] blob(SshSignature signature) {
        return Base64.getMimeDecoder().decode(signature.armor().replaceAll("-----.*-----", ""));
    }

    private static byte[] armored(byte[] blob) {
        var body = Base64.getEncoder().encodeToString(blob).replaceAll("(.{70})(?=.)", "$1\n");
        return ("-----BEGIN SSH SIGNATURE-----\n" + body + "\n-----END SSH SIGNATURE-----\n").getBytes(US_ASCII);
    }

    private static byte[] bytes(BigInteger number) {
        var bytes = number.toByteArray();
        var padded = new byte[32];
        System.arraycopy(bytes, 0, padded, 32 - bytes.length, bytes.length);
        return padded;
    }

    private static byte[] reverse(byte[] bytes) {
        return org.bouncycastle.util.Arrays.reverse(bytes);
    }
}
