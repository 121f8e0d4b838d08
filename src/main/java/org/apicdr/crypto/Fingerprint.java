package org.apicdr.crypto;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A keyed hash of one secret's data, which reveals drift without decryption: {@code hmac-sha256:<kid>:<64 hex digits>}.
 *
 * @param kid identifies the signing key it was made with, see {@link SshPublicKey#kid()}
 * @param hex the hash
 */
@Schema(name = "Fingerprint", type = SchemaType.STRING, pattern = Fingerprint.FORMAT)
public record Fingerprint(String kid, String hex) {

    public static final String FORMAT = "^hmac-sha256:[0-9a-f]{8}:[0-9a-f]{64}$";

    private static final Pattern PATTERN = Pattern.compile(FORMAT);

    public Fingerprint {
        require(text(kid, hex));
    }

    @JsonCreator
    public static Fingerprint parse(String text) {
        require(text);
        var parts = text.split(":", -1);
        return new Fingerprint(parts[1], parts[2]);
    }

    @Override
    @JsonValue
    public String toString() {
        return text(kid, hex);
    }

    private static String text(String kid, String hex) {
        return "hmac-sha256:" + kid + ":" + hex;
    }

    private static void require(String text) {
        if (!PATTERN.matcher(text).matches()) {
            throw new IllegalArgumentException("not a fingerprint: '%s'".formatted(text));
        }
    }
}
