package org.apicdr.crypto;

import java.util.Base64;
import java.util.HexFormat;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;

/**
 * The Ed25519 public key of a signer.
 *
 * @param encoded base64 of the key's wire form (RFC 8709), as OpenSSH writes it: {@code AAAAC3…}
 */
public record SshPublicKey(String encoded) {

    static final String TYPE = "ssh-ed25519";

    public SshPublicKey {
        var key = read(Base64.getDecoder().decode(encoded));
        if (!encoded.equals(encode(key))) {
            throw new IllegalArgumentException("the base64 is not canonical");
        }
    }

    static SshPublicKey of(Ed25519PublicKeyParameters key) {
        return new SshPublicKey(encode(key));
    }

    static SshPublicKey of(byte[] blob) {
        return of(read(blob));
    }

    /** Returns the fingerprint as {@code ssh-keygen -lf} prints it. */
    public String fingerprint() {
        return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(Digests.sha256(blob()));
    }

    /** Returns the key as in a {@code .pub} file, without a comment. */
    public String authorizedKey() {
        return TYPE + " " + encoded;
    }

    /** Returns the short identifier of this key in a {@link Fingerprint}. */
    public String kid() {
        return HexFormat.of().formatHex(Digests.sha256(blob()), 0, 4);
    }

    /**
     * Returns the line of an allowed_signers file that allows this key to sign every bundle of a site, and nothing
     * else.
     */
    public String allowedSignersLine(String site) {
        return "%s/* namespaces=\"%s\" %s".formatted(site, SshSignature.NAMESPACE, authorizedKey());
    }

    @Override
    public String toString() {
        return fingerprint();
    }

    byte[] blob() {
        return Base64.getDecoder().decode(encoded);
    }

    Ed25519PublicKeyParameters parameters() {
        return read(blob());
    }

    private static String encode(Ed25519PublicKeyParameters key) {
        return Base64.getEncoder()
                .encodeToString(
                        new SshWriter().string(TYPE).string(key.getEncoded()).toBytes());
    }

    private static Ed25519PublicKeyParameters read(byte[] blob) {
        var reader = new SshReader(blob);
        var type = reader.text();
        if (!type.equals(TYPE)) {
            throw new IllegalArgumentException("its key is not " + TYPE);
        }
        var key = reader.string();
        reader.end();
        if (key.length != Ed25519PublicKeyParameters.KEY_SIZE) {
            throw new IllegalArgumentException("its key is not 32 bytes long");
        }
        return new Ed25519PublicKeyParameters(key);
    }
}
