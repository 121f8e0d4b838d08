package org.apicdr.sftp.hostkey;

import com.hierynomus.sshj.key.KeyAlgorithm;
import com.hierynomus.sshj.key.KeyAlgorithms;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import net.schmizz.sshj.common.Factory;
import net.schmizz.sshj.common.KeyType;
import net.schmizz.sshj.signature.SignatureRSA;

/** Selects and orders the host key algorithms that are offered to the server. */
public final class HostKeyAlgorithms {

    private static final String RSA = KeyType.RSA.toString();

    private static final String RSA_CERTIFICATE = KeyType.RSA_CERT.toString();

    /** The types of the certificates that can be checked. */
    static final List<String> CERTIFICATES = List.of(
            KeyType.ED25519_CERT.toString(),
            KeyType.ECDSA256_CERT.toString(),
            KeyType.ECDSA384_CERT.toString(),
            KeyType.ECDSA521_CERT.toString(),
            RSA_CERTIFICATE);

    /**
     * RSA certificates with SHA-2 signatures. sshj itself supports only SHA-1 signatures, which servers no longer
     * offer.
     */
    private static final List<Factory.Named<KeyAlgorithm>> RSA_CERTIFICATES = List.of(
            new KeyAlgorithms.Factory(
                    "rsa-sha2-512-cert-v01@openssh.com", new SignatureRSA.FactoryRSASHA512(), KeyType.RSA_CERT),
            new KeyAlgorithms.Factory(
                    "rsa-sha2-256-cert-v01@openssh.com", new SignatureRSA.FactoryRSASHA256(), KeyType.RSA_CERT));

    private static final List<String> NEVER =
            List.of(KeyType.DSA.toString(), KeyType.DSA_CERT.toString(), RSA_CERTIFICATE);

    private HostKeyAlgorithms() {}

    /**
     * Returns the algorithms to offer. A server with several keys presents the one that the client prefers. So the
     * types of trusted keys come first and those of rejected keys last. Certificates are requested only if an authority
     * is trusted.
     */
    public static List<Factory.Named<KeyAlgorithm>> ordered(
            List<Factory.Named<KeyAlgorithm>> all, Collection<String> preferred, Collection<String> refused) {
        return Stream.concat(all.stream(), RSA_CERTIFICATES.stream())
                .filter(algorithm -> !NEVER.contains(algorithm.getName()))
                .filter(algorithm -> !algorithm.getName().contains("-cert-") || preferred.contains(keyType(algorithm)))
                .sorted(Comparator.comparing(algorithm -> rank(keyType(algorithm), preferred, refused)))
                .toList();
    }

    private static int rank(String type, Collection<String> preferred, Collection<String> refused) {
        if (refused.contains(type)) {
            return 2;
        }
        return preferred.contains(type) ? 0 : 1;
    }

    /**
     * Returns the key type of an algorithm. The type of an RSA key in files is ssh-rsa for every signature algorithm.
     */
    private static String keyType(Factory.Named<KeyAlgorithm> algorithm) {
        var name = algorithm.getName();
        if (!name.startsWith("rsa-sha2-")) {
            return name;
        }
        return name.contains("-cert-") ? RSA_CERTIFICATE : RSA;
    }
}
