package org.apicdr.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("unit")
class MarkerMacTest {

    private static final List<String> SAID = List.of("prod-dc1", "apic", "management", "id", "time", "pass");

    private Tools tools;
    private SigningKey key;

    @BeforeEach
    void make_a_key(@TempDir Path dir) {
        tools = Tools.in(dir);
        key = tools.signingKey("signer");
    }

    @Test
    void are_the_first_half_of_what_rfc_2104_and_rfc_5869_say() throws GeneralSecurityException, IOException {
        var extracted = Tools.hmac(new byte[32], tools.seed("signer"));
        var derived = Tools.hmac(extracted, "apic-dr/verification/v1\1".getBytes(UTF_8));
        var input = new ByteArrayOutputStream();
        var out = new DataOutputStream(input);
        for (var part : SAID) {
            out.writeInt(part.length());
            out.writeBytes(part);
        }

        assertThat(key.verdictTags().of(SAID))
                .isEqualTo(HexFormat.of()
                        .formatHex(Tools.hmac(derived, input.toByteArray()))
                        .substring(0, 32));
    }

    @Test
    void differ_by_what_is_said_by_where_a_word_ends_and_by_key() {
        var tags = key.verdictTags();

        assertThat(new String[] {
                    tags.of(List.of("ab", "c")),
                    tags.of(List.of("a", "bc")),
                    tags.of(List.of("abc")),
                    tags.of(List.of("ab", "d")),
                    tools.signingKey("other").verdictTags().of(List.of("ab", "c"))
                })
                .doesNotHaveDuplicates();
    }
}
