package org.apicdr.demo;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.exceptionfactory.jagged.x25519.X25519KeyPairGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.List;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.util.OpenSSHPrivateKeyUtil;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;

/**
 * The keys that an operator would make with ssh-keygen and age-keygen; neither is needed here.
 *
 * @param recipients of the service's identity, then of the offline one
 */
record Keys(List<String> recipients) {

    Keys {
        recipients = List.copyOf(recipients);
    }

    static Keys make(DemoFolder folder) throws IOException {
        folder.write(DemoFolder.SIGNING_KEY, signingKey());
        return new Keys(List.of(identity(folder, DemoFolder.IDENTITY), identity(folder, DemoFolder.OFFLINE_IDENTITY)));
    }

    private static String signingKey() throws IOException {
        var key = new Ed25519PrivateKeyParameters(new SecureRandom());
        var text = new StringWriter();
        try (var pem = new PemWriter(text)) {
            pem.writeObject(new PemObject("OPENSSH PRIVATE KEY", OpenSSHPrivateKeyUtil.encodePrivateKey(key)));
        }
        return text.toString();
    }

    /** Writes an identity as age-keygen does, and tells its recipient. */
    private static String identity(DemoFolder folder, String name) throws IOException {
        try {
            var pair = new X25519KeyPairGenerator().generateKeyPair();
            var recipient = new String(pair.getPublic().getEncoded(), US_ASCII);
            var identity = new String(pair.getPrivate().getEncoded(), US_ASCII);
            folder.write(name, "# public key: %s%n%s%n".formatted(recipient, identity));
            return recipient;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has X25519", e);
        }
    }
}
