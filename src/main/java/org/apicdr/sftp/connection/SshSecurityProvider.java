package org.apicdr.sftp.connection;

import java.security.Provider;
import java.security.Security;
import java.util.List;
import net.schmizz.sshj.common.SecurityUtils;

/**
 * The algorithms of BouncyCastle that sshj needs in addition to those of the JDK: elliptic curve keys under the name ECDSA, and
 * the cipher of private keys that are encrypted with {@code chacha20-poly1305@openssh.com}.
 *
 * <p>sshj would register BouncyCastle's own provider, which loads 600 classes for a thousand algorithms: a tenth of the time of a start.
 */
public final class SshSecurityProvider extends Provider {

    private static final long serialVersionUID = 1L;

    /** The algorithms that SSH needs from the JDK. A JDK in FIPS mode, for example, has no Ed25519. */
    private static final List<String> NEEDED = List.of(
            "KeyAgreement.X25519",
            "KeyFactory.Ed25519",
            "Signature.Ed25519",
            "KeyFactory.EC",
            "KeyAgreement.ECDH",
            "KeyAgreement.DiffieHellman",
            "Signature.SHA256withRSA",
            "Cipher.AES",
            "Mac.HmacSHA256");

    private static final String CLASSES = "org.bouncycastle.jcajce.provider.";

    private SshSecurityProvider() {
        super("apic-dr-ssh", "1", "Algorithms of BouncyCastle for SSH");
        put("KeyFactory.ECDSA", CLASSES + "asymmetric.ec.KeyFactorySpi$EC"); // $ECDSA makes keys that the JDK refuses
        put("Cipher.CHACHA", CLASSES + "symmetric.ChaCha$Base");
        put("Mac.POLY1305", CLASSES + "symmetric.Poly1305$Mac");
    }

    /**
     * Has sshj use the providers of the JDK and this one, unless the JDK lacks too much: sshj then registers BouncyCastle's.
     * It is called before keys are read and connections opened.
     */
    public static void register() {
        if (NEEDED.stream().allMatch(algorithm -> Security.getProviders(algorithm) != null)) {
            SecurityUtils.setRegisterBouncyCastle(false);
            Security.addProvider(new SshSecurityProvider()); // does nothing if there is one of that name
        }
    }
}
