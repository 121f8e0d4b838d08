package org.apicdr.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class FingerprintsTest {

    private static final String LINEAGE = "0c4f5b0e-8f0b-4d9c-9a51-1f6d2f1f6a11";

    private static final Map<String, byte[]> DATA = Map.of("password", bytes("s3cret"), "user", bytes("admin"));

    private Tools tools;
    private SigningKey key;

    @BeforeEach
    void make_a_key(@TempDir Path dir) {
        tools = Tools.in(dir);
        key = tools.signingKey("signer");
    }

    @Test
    void are_what_rfc_2104_and_rfc_5869_say() throws GeneralSecurityException, IOException {
        var seed = tools.seed("signer");
        var extracted = Tools.hmac(new byte[32], seed);
        var derived = Tools.hmac(extracted, bytes("apic-dr/fingerprint/v1\0" + LINEAGE + "\1"));
        var input = new ByteArrayOutputStream();
        var out = new DataOutputStream(input);
        for (var part : new String[] {"atm-cred", "Opaque", "password", "s3cret", "user", "admin"}) {
            out.writeInt(part.length());
            out.writeBytes(part);
        }

        var fingerprint = key.fingerprints(LINEAGE).of("atm-cred", "Opaque", DATA);

        assertThat(fingerprint.hex()).isEqualTo(HexFormat.of().formatHex(Tools.hmac(derived, input.toByteArray())));
    }

    @Test
    void name_the_key_they_are_made_with() throws GeneralSecurityException {
        var blob = Base64.getDecoder().decode(tools.text("signer.pub").split(" ", -1)[1]);
        var digest = MessageDigest.getInstance("SHA-256").digest(blob);

        assertThat(key.fingerprints(LINEAGE).kid())
                .isEqualTo(key.publicKey().kid())
                .isEqualTo(HexFormat.of().formatHex(digest).substring(0, 8));
    }

    @Test
    void differ_by_name_type_data_lineage_and_key() {
        var fingerprints = key.fingerprints(LINEAGE);

        assertThat(new Fingerprint[] {
                    fingerprints.of("a", "Opaque", DATA),
                    fingerprints.of("b", "Opaque", DATA),
                    fingerprints.of("a", "kubernetes.io/tls", DATA),
                    fingerprints.of("a", "Opaque", Map.of()),
                    fingerprints.of("a", "Opaque", Map.of("password", bytes("s3cretuser"), "", bytes("admin"))),
                    key.fingerprints("another").of("a", "Opaque", DATA),
                    tools.signingKey("other").fingerprints(LINEAGE).of("a", "Opaque", DATA)
                })
                .doesNotHaveDuplicates();
    }

    @Test
    void do_not_depend_on_the_order_of_the_data() {
        var one = new LinkedHashMap<String, byte[]>();
        one.put("Z", bytes("1"));
        one.put("a", bytes("2"));
        one.put("\uFFFD", bytes("3"));
        one.put("\uD83D\uDD11", bytes("4"));
        var other = new LinkedHashMap<String, byte[]>();
        one.keySet().stream().sorted().forEach(name -> other.put(name, one.get(name)));
        var fingerprints = key.fingerprints(LINEAGE);

        assertThat(fingerprints.of("a", "Opaque", one)).isEqualTo(fingerprints.of("a", "Opaque", other));
    }

    @Test
    void are_strings_in_json() throws IOException {
        var fingerprint = key.fingerprints(LINEAGE).of("a", "Opaque", DATA);
        var json = new ObjectMapper();

        var text = json.writeValueAsString(fingerprint);

        assertThat(text).matches("\"hmac-sha256:[0-9a-f]{8}:[0-9a-f]{64}\"");
        assertThat(json.readValue(text, Fingerprint.class)).isEqualTo(fingerprint);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hmac-sha256::", "sha256:00000000:00", "hmac-sha256:0000000G:00"})
    void refuse_to_be_parsed_from_anything_else(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Fingerprint.parse(text));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
