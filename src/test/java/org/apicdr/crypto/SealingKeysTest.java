package org.apicdr.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ServiceException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("unit")
class SealingKeysTest {

    private Tools tools;
    private String recipient;
    private final Map<String, Object> properties = new HashMap<>();

    @BeforeEach
    void configure_what_is_required(@TempDir Path dir) {
        tools = Tools.in(dir);
        recipient = tools.identity("identity").recipients().get(0);
        properties.put("recipients", recipient);
        properties.put("signing-key-file", tools.signingKeyFile("signer"));
    }

    @Test
    void have_nothing_to_complain_about_with_recipients_and_a_signing_key() {
        var sealingKeys = seals();

        assertThat(sealingKeys.violations()).isEmpty();
        assertThat(sealingKeys.recipients().values()).containsExactly(recipient);
        assertThat(sealingKeys.signingKey().publicKey().authorizedKey() + " test\n")
                .isEqualTo(tools.text("signer.pub"));
        assertThat(sealingKeys.formerSigningKeys()).isEmpty();
        assertThat(sealingKeys.identity()).isEmpty();
        assertThat(ownKeyIsAllowed(sealingKeys)).isTrue();
    }

    @Test
    void tell_a_text_that_holds_a_private_key_of_theirs() {
        properties.put("former-signing-key-files", tools.signingKeyFile("old"));
        properties.put("identity-file", tools.path("identity"));
        tools.signingKeyFile("other");
        var sealingKeys = seals();

        assertThat(sealingKeys.holdsPrivateKey(tools.text("signer").getBytes(UTF_8)))
                .isTrue();
        assertThat(sealingKeys.holdsPrivateKey(
                        tools.text("signer").replace("\n", "\r\n  ").getBytes(UTF_8)))
                .isTrue();
        assertThat(sealingKeys.holdsPrivateKey(("key: " + tools.text("old")).getBytes(UTF_8)))
                .isTrue();
        assertThat(sealingKeys.holdsPrivateKey(tools.text("identity").getBytes(UTF_8)))
                .isTrue();
        assertThat(sealingKeys.holdsPrivateKey(tools.text("other").getBytes(UTF_8)))
                .isFalse();
        assertThat(sealingKeys.holdsPrivateKey(tools.text("signer.pub").getBytes(UTF_8)))
                .isFalse();
        assertThat(sealingKeys.holdsPrivateKey(new byte[0])).isFalse();
    }

    @Test
    void read_all_that_can_be_configured() {
        var another = tools.identity("another").recipients().get(0);
        properties.remove("recipients");
        properties.put(
                "recipients-file", tools.write("recipients", "# on call\n" + recipient + "\n\n" + another + "\n"));
        properties.put("former-signing-key-files", tools.signingKeyFile("old") + "," + tools.signingKeyFile("older"));
        properties.put("identity-file", tools.path("identity"));
        properties.put("allowed-signers-file", tools.write("allowed", "* " + tools.text("old.pub")));

        var sealingKeys = seals();

        assertThat(sealingKeys.violations()).isEmpty();
        assertThat(sealingKeys.recipients().values()).containsExactly(recipient, another);
        assertThat(sealingKeys.formerSigningKeys()).hasSize(2);
        assertThat(sealingKeys.identity().orElseThrow().recipients()).containsExactly(recipient);
        assertThat(sealingKeys
                        .allowedSigners()
                        .decide(sealingKeys.formerSigningKeys().get(0).publicKey(), "prod-dc1/a/b", Instant.EPOCH)
                        .allowed())
                .isTrue();
        assertThat(ownKeyIsAllowed(sealingKeys)).isTrue();
    }

    @Test
    void read_former_keys_one_after_another_and_none_from_an_empty_file() {
        tools.signingKeyFile("old");
        tools.signingKeyFile("older");
        properties.put(
                "former-signing-key-files",
                tools.write("former", tools.text("older") + "\n" + tools.text("old")) + ","
                        + tools.write("empty", "\n"));

        var sealingKeys = seals();

        assertThat(sealingKeys.violations()).isEmpty();
        assertThat(sealingKeys.formerSigningKeys())
                .extracting(key -> key.publicKey().authorizedKey() + " test\n")
                .containsExactly(tools.text("older.pub"), tools.text("old.pub"));
    }

    @Test
    void complain_about_former_keys_with_something_between_them() {
        tools.signingKeyFile("old");
        properties.put(
                "former-signing-key-files", tools.write("former", tools.text("old") + "x\n" + tools.text("old")));

        assertThat(seals().violations())
                .singleElement()
                .asString()
                .startsWith("apic-dr.seal.former-signing-key-files: " + tools.path("former"))
                .contains("is not an OpenSSH Ed25519 private key");
    }

    @Test
    void complain_about_recipients_that_become_wrong_and_use_them_once_they_are_mended() {
        properties.remove("recipients");
        properties.put("recipients-file", tools.write("recipients", recipient));
        var sealingKeys = seals();
        assertThat(sealingKeys.recipients().values()).containsExactly(recipient);

        tools.write("recipients", "%s%n%s%n".formatted(recipient, recipient));
        assertThat(sealingKeys.violations())
                .containsExactly("apic-dr.seal.recipients-file: recipient 2 is the same as recipient 1.");
        tools.write("recipients", recipient.toUpperCase(Locale.ROOT));
        assertThat(sealingKeys.violations())
                .singleElement()
                .asString()
                .startsWith("apic-dr.seal.recipients-file: recipient 1 is not an age X25519 recipient");
        tools.write("recipients", "# nobody\n");
        assertThat(sealingKeys.violations())
                .singleElement()
                .asString()
                .startsWith("apic-dr.seal.recipients-file: no recipient is configured");

        tools.write("recipients", recipient);
        assertThat(sealingKeys.present().recipients().values()).containsExactly(recipient);
    }

    @Test
    void complain_about_everything_at_once() {
        properties.put("recipients", recipient + "," + recipient + ",age1nonsense");
        properties.remove("signing-key-file");
        properties.put("former-signing-key-files", tools.write("no-key", "x") + "," + tools.path("absent"));
        properties.put("identity-file", tools.write("no-identity", "x"));
        properties.put("allowed-signers-file", tools.write("no-signers", "\nx"));

        assertThat(seals().violations())
                .satisfiesExactly(
                        c -> assertThat(c)
                                .isEqualTo("apic-dr.seal.recipients: recipient 2 is the same as recipient 1."),
                        c -> assertThat(c).startsWith("apic-dr.seal.recipients: recipient 3 is not an age X25519"),
                        c -> assertThat(c).startsWith("apic-dr.seal.signing-key-file: it is not set"),
                        c -> assertThat(c)
                                .startsWith("apic-dr.seal.former-signing-key-files: " + tools.path("no-key"))
                                .contains("is not an OpenSSH Ed25519 private key"),
                        c -> assertThat(c).contains(tools.path("absent") + " cannot be read: there is no such file"),
                        c -> assertThat(c).startsWith("apic-dr.seal.identity-file: line 1 of"),
                        c -> assertThat(c).startsWith("apic-dr.seal.allowed-signers-file: line 2 of"));
    }

    @Test
    void complain_about_no_recipients() {
        properties.remove("recipients");

        assertThat(seals().violations())
                .containsExactly(
                        "apic-dr.seal.recipients: no recipient is configured. Set one or more age recipients (age1…).");
    }

    @Test
    void complain_about_recipients_set_twice() {
        properties.put("recipients-file", tools.write("recipients", recipient));

        assertThat(seals().violations()).singleElement().asString().contains("one of the two");
    }

    @Test
    void fail_with_the_complaint_where_the_value_is_asked_for() {
        properties.put("signing-key-file", tools.path("absent"));
        var sealingKeys = seals();

        assertThatNoException().isThrownBy(sealingKeys::recipients);
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(sealingKeys::signingKey)
                .withMessageContaining("apic-dr.seal.signing-key-file")
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION_INVALID));
    }

    @Test
    void use_a_key_that_was_swapped_on_disk() throws IOException {
        var sealingKeys = seals();
        var before = sealingKeys.signingKey();
        tools.signingKeyFile("next");

        Files.move(tools.path("next"), tools.path("signer"), StandardCopyOption.REPLACE_EXISTING);

        assertThat(sealingKeys.signingKey().publicKey()).isNotEqualTo(before.publicKey());
        assertThat(sealingKeys.signingKey().publicKey().authorizedKey() + " test\n")
                .isEqualTo(tools.text("next.pub"));
    }

    @Test
    void follow_the_symlink_that_kubernetes_swaps() throws IOException {
        var one = tools.signingKeyFile("one");
        var two = tools.signingKeyFile("two");
        Files.setLastModifiedTime(two, Files.getLastModifiedTime(one));
        for (var version : new Path[] {one, two}) {
            var folder = Files.createDirectory(tools.path(".." + version.getFileName()));
            Files.move(version, folder.resolve("key"));
        }
        Files.createSymbolicLink(tools.path("..data"), Path.of("..one"));
        Files.createSymbolicLink(tools.path("key"), Path.of("..data/key"));
        properties.put("signing-key-file", tools.path("key"));
        var sealingKeys = seals();
        var before = sealingKeys.signingKey();

        Files.createSymbolicLink(tools.path("..data_tmp"), Path.of("..two"));
        Files.move(tools.path("..data_tmp"), tools.path("..data"), StandardCopyOption.ATOMIC_MOVE);

        assertThat(sealingKeys.signingKey().publicKey()).isNotEqualTo(before.publicKey());
    }

    @Test
    void recover_once_a_missing_file_appears() {
        properties.put("signing-key-file", tools.path("late"));
        var sealingKeys = seals();
        assertThat(sealingKeys.violations()).hasSize(1);

        tools.signingKeyFile("late");

        assertThat(sealingKeys.violations()).isEmpty();
    }

    @Test
    void read_an_unchanged_file_only_once() {
        var sealingKeys = seals();

        assertThat(sealingKeys.signingKey()).isSameAs(sealingKeys.signingKey());
    }

    private boolean ownKeyIsAllowed(SealingKeys sealingKeys) {
        return sealingKeys
                .allowedSigners()
                .decide(sealingKeys.signingKey().publicKey(), "prod-dc1/apic/management", Instant.EPOCH)
                .allowed();
    }

    private SealingKeys seals() {
        return SealingKeysFixture.seals(properties);
    }
}
