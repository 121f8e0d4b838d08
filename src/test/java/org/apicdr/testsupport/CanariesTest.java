package org.apicdr.testsupport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That the search finds what it is for; without it, to find nothing says nothing. */
@Tag("unit")
class CanariesTest {

    /** Base64 needs its two special digits wherever this begins. */
    private static final String PASSWORD = "p?>s~?>~?>~?>~?>~?>~/word+of=the%SFTP account";

    private final byte[] key = new byte[32];
    private final Canaries canaries = new Canaries();

    CanariesTest() {
        new SecureRandom().nextBytes(key);
        canaries.add("password", PASSWORD);
        canaries.add("key", key);
    }

    @Test
    void a_secret_is_found_as_it_is() {
        assertThat(search("logged in with " + PASSWORD + ".")).containsExactly("password in plain form");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "xx", "xxx"})
    void a_secret_is_found_in_base64_wherever_its_bytes_fall(String before) {
        var text = (before + PASSWORD + "y").getBytes(UTF_8);

        assertThat(search(Base64.getEncoder().encodeToString(text))).contains("password in base64 form");
        assertThat(search(Base64.getUrlEncoder().encodeToString(text))).contains("password in base64url form");
    }

    @Test
    void a_secret_is_found_in_base64_with_line_breaks() {
        var encoder = Base64.getMimeEncoder(28, new byte[] {'\n'});

        assertThat(search(encoder.encodeToString(key))).containsExactly("key in base64 form");
    }

    @Test
    void a_secret_is_found_in_hexadecimal_and_in_dumps() {
        var hex = HexFormat.of().formatHex(key);

        assertThat(search(hex)).containsExactly("key in hex form");
        assertThat(search(HexFormat.of().withUpperCase().formatHex(key))).containsExactly("key in HEX form");
        assertThat(search(HexFormat.ofDelimiter(" ").formatHex(key))).containsExactly("key in hex dump form");
        assertThat(search(Arrays.toString(key))).containsExactly("key in array form");
    }

    @Test
    void a_secret_is_found_in_a_url() {
        assertThat(search("?password=" + URLEncoder.encode(PASSWORD, UTF_8))).contains("password in url form");
    }

    @Test
    void a_part_of_a_secret_is_found() {
        assertThat(search(PASSWORD.substring(7, 7 + Canaries.PIECE))).containsExactly("password in plain form");
    }

    @Test
    void the_private_half_of_a_key_is_found_and_the_public_one_is_not(@TempDir Path folder) throws IOException {
        Command.require("ssh-keygen");
        var file = SshKeygen.keyPair(folder.resolve("id"), "ed25519", "");
        canaries.addPrivateKey("login", file);

        assertThat(search(Files.readString(file))).containsExactly("login in base64 form");
        assertThat(search(Files.readString(Path.of(file + ".pub")))).isEmpty();
    }

    @Test
    void an_age_identity_is_found_and_its_recipient_is_not(@TempDir Path folder) throws IOException {
        // of the specification's examples
        var identity = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX";
        canaries.addIdentity("identity", Files.writeString(folder.resolve("identity"), identity));

        assertThat(search(identity)).containsExactly("identity in plain form");
        assertThat(search(HexFormat.of().formatHex(new byte[32]).replace("00", "42")))
                .containsExactly("identity in hex form");
        assertThat(search("age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj"))
                .isEmpty();
    }

    @Test
    void nothing_is_found_where_nothing_is() {
        assertThat(search("the password of an account for SFTP")).isEmpty();
        assertThat(search("")).isEmpty();
    }

    private List<String> search(String text) {
        return canaries.in(text.getBytes(UTF_8));
    }
}
