package org.apicdr.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.apicdr.crypto.AllowedSigners.Decision.Outcome;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("unit")
class AllowedSignersTest {

    private static final String PRINCIPAL = "prod-dc1/apic/management";

    private static final Instant AT = Instant.parse("2026-11-22T03:00:00Z");

    private static final byte[] MESSAGE = new byte[] {1, 2, 3};

    private Tools tools;
    private SshPublicKey key;
    private SshPublicKey other;
    private String rsa;

    @BeforeAll
    void sign_a_message(@TempDir Path dir) {
        tools = Tools.in(dir);
        var signer = tools.signingKey("signer");
        key = signer.publicKey();
        other = tools.signingKey("other").publicKey();
        tools.run("ssh-keygen", "-q", "-t", "rsa", "-b", "2048", "-N", "", "-f", "rsa");
        rsa = tools.text("rsa.pub").strip();
        tools.write("message", MESSAGE);
        tools.write("sig", signer.sign(MESSAGE).armor());
    }

    /** KEY stands for the signer's key, OTHER for another one. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '~', textBlock = """
            * KEY                                                                  ; ALLOWED
            prod-dc1/* KEY                                                         ; ALLOWED
            prod-dc1/apic/management KEY                                           ; ALLOWED
            prod-dc?/*/management KEY a comment                                    ; ALLOWED
            prod-dc2/*,prod-dc1/* KEY                                              ; ALLOWED
            "prod-dc1/*" KEY                                                       ; ALLOWED
            prod-dc1 KEY                                                           ; WRONG_PRINCIPAL
            PROD-DC1/* KEY                                                         ; WRONG_PRINCIPAL
            prod-dc1/?/management KEY                                              ; WRONG_PRINCIPAL
            *,!prod-dc1/* KEY                                                      ; WRONG_PRINCIPAL
            !prod-dc1/*,* KEY                                                      ; WRONG_PRINCIPAL
            !prod-dc2/* KEY                                                        ; WRONG_PRINCIPAL
            !prod-dc2/*,prod-dc1/* KEY                                             ; ALLOWED
            prod.dc1/* KEY                                                         ; WRONG_PRINCIPAL
            * namespaces="apic-dr" KEY                                             ; ALLOWED
            * namespaces="file,apic-*" KEY                                         ; ALLOWED
            * NameSpaces="apic-dr" KEY                                             ; ALLOWED
            * namespaces="git,file" KEY                                            ; WRONG_NAMESPACE
            * namespaces="" KEY                                                    ; WRONG_NAMESPACE
            * namespaces="*,!apic-dr" KEY                                          ; WRONG_NAMESPACE
            * namespaces="a b,apic-dr" KEY                                         ; ALLOWED
            * valid-before="20261122030000Z" KEY                                   ; ALLOWED
            * valid-before="20261122025959Z" KEY                                   ; EXPIRED
            * valid-before="202611220259Z" KEY                                     ; EXPIRED
            * valid-before="20261122Z" KEY                                         ; EXPIRED
            * valid-before="20261123Z" KEY                                         ; ALLOWED
            * valid-before="20261122030000" KEY                                    ; ALLOWED
            * valid-before="20261122025959" KEY                                    ; EXPIRED
            * valid-after="20261122030000Z" KEY                                    ; ALLOWED
            * valid-after="20261122030001Z" KEY                                    ; NOT_YET_VALID
            * valid-after="20260101",valid-before="20261231",namespaces="apic-dr" KEY ; ALLOWED
            * cert-authority KEY                                                   ; UNKNOWN_SIGNER
            * cert-authority,namespaces="apic-dr" KEY                              ; UNKNOWN_SIGNER
            * OTHER                                                                ; UNKNOWN_SIGNER
            # * KEY                                                                ; UNKNOWN_SIGNER
            * OTHER|* KEY                                                          ; ALLOWED
            prod-dc2/* KEY||#|prod-dc1/* KEY                                       ; ALLOWED
            * valid-before="20200101" KEY|* KEY                                    ; ALLOWED
            prod-dc2/* KEY|* valid-before="20200101" KEY                           ; EXPIRED
            * RSA                                                                  ; UNKNOWN_SIGNER
            * RSA|* KEY                                                            ; ALLOWED
            """)
    void decides_as_ssh_keygen_does(String lines, Outcome expected) {
        var file = file(lines);

        var outcome = AllowedSigners.read(file, ZoneId.systemDefault())
                .decide(key, PRINCIPAL, AT)
                .outcome();

        assertThat(outcome).isEqualTo(expected);
        assertThat(tools.verifies("allowed", PRINCIPAL, tools.path("message"), "-Overify-time=20261122030000Z"))
                .isEqualTo(expected == Outcome.ALLOWED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "KEY",
                "* ssh-ed25519",
                "* ssh-ed25519 AAAA",
                "* ssh-ed25519 ????",
                "* no-such-option KEY",
                "* namespaces=apic-dr KEY",
                "* namespaces=\"apic-dr KEY",
                "* namespaces=\"a\",namespaces=\"b\" KEY",
                "* valid-before=\"2026\" KEY",
                "* valid-before=\"20261301\" KEY",
                "* valid-before=\"20260101\",valid-after=\"20260102\" KEY",
                "\"* KEY"
            })
    void complains_about_a_line_that_ssh_keygen_refuses(String line) {
        var file = file("# first||" + line + "|* KEY");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> AllowedSigners.read(file, ZoneId.systemDefault()))
                .withMessageContaining("line 3 of " + tools.path("allowed"));
        file(line);
        assertThat(tools.verifies("allowed", PRINCIPAL, tools.path("message"))).isFalse();
    }

    @Test
    void names_every_malformed_line() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AllowedSigners.read(file("*|* KEY|bad"), ZoneOffset.UTC))
                .withMessageContaining("line 1 of")
                .withMessageContaining("line 3 of");
    }

    @Test
    void reads_a_time_without_z_in_the_zone_of_the_system() {
        var file = file("* valid-after=\"20261122030000\" KEY");

        assertThat(AllowedSigners.read(file, ZoneId.of("Europe/Zurich"))
                        .decide(key, PRINCIPAL, AT.minusSeconds(3600))
                        .allowed())
                .isTrue();
        assertThat(AllowedSigners.read(file, ZoneOffset.UTC)
                        .decide(key, PRINCIPAL, AT.minusSeconds(3600))
                        .outcome())
                .isEqualTo(Outcome.NOT_YET_VALID);
    }

    @Test
    void says_which_line_would_allow_an_unknown_signer() {
        var decision = AllowedSigners.NONE.decide(key, PRINCIPAL, AT);

        assertThat(decision.allowed()).isFalse();
        assertThat(decision.detail())
                .contains(key.fingerprint())
                .endsWith("prod-dc1/* namespaces=\"apic-dr\" " + key.authorizedKey());
    }

    @Test
    void says_until_when_a_signer_was_allowed() {
        var file = file("* valid-before=\"20260101Z\" KEY");

        assertThat(AllowedSigners.read(file, ZoneOffset.UTC)
                        .decide(key, PRINCIPAL, AT)
                        .detail())
                .contains("until 2026-01-01T00:00:00Z");
    }

    @Test
    void always_allows_the_own_key() {
        var file = file("* valid-before=\"20200101\" KEY");

        assertThat(AllowedSigners.read(file, ZoneOffset.UTC)
                        .with(key)
                        .decide(key, PRINCIPAL, AT)
                        .allowed())
                .isTrue();
    }

    private Path file(String lines) {
        var text = lines.replace('|', '\n')
                .replace("KEY", key.authorizedKey())
                .replace("OTHER", other.authorizedKey())
                .replace("RSA", rsa);
        return tools.write("allowed", text + "\n");
    }
}
