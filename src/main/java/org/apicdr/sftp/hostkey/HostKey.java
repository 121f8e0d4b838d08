package org.apicdr.sftp.hostkey;

import com.hierynomus.sshj.userauth.certificate.Certificate;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.Base64;
import net.schmizz.sshj.common.Buffer;

/**
 * A host key.
 *
 * @param blob the key in SSH's wire format, in Base64
 */
public record HostKey(String blob) {

    private static final int MAX_TYPE_LENGTH = 64;

    public HostKey {
        type(Base64.getDecoder().decode(blob));
    }

    /** Returns the key; for a certificate, the certified key. */
    static HostKey of(PublicKey key) {
        var plain = key instanceof Certificate<?> certificate ? certificate.getKey() : key;
        var blob = new Buffer.PlainBuffer().putPublicKey(plain).getCompactData();
        return new HostKey(Base64.getEncoder().encodeToString(blob));
    }

    /** Returns the name of the key's type, for example {@code ssh-ed25519}. */
    String type() {
        return type(Base64.getDecoder().decode(blob));
    }

    /** Returns the fingerprint as printed by {@code ssh-keygen -lf}. */
    public String fingerprint() {
        try {
            var digest = MessageDigest.getInstance("SHA-256")
                    .digest(Base64.getDecoder().decode(blob));
            return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "%s %s".formatted(type(), fingerprint());
    }

    private static String type(byte[] blob) {
        int length = blob.length < Integer.BYTES ? 0 : ByteBuffer.wrap(blob).getInt();
        if (length < 1 || length > MAX_TYPE_LENGTH || length > blob.length - Integer.BYTES) {
            throw new IllegalArgumentException("not an SSH public key");
        }
        return new String(blob, Integer.BYTES, length, StandardCharsets.US_ASCII);
    }
}
