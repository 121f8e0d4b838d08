package org.apicdr.sftp.hostkey;

import com.hierynomus.sshj.key.KeyAlgorithm;
import com.hierynomus.sshj.key.KeyAlgorithms;
import java.security.PublicKey;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.schmizz.sshj.common.Factory;
import net.schmizz.sshj.common.KeyType;
import net.schmizz.sshj.signature.SignatureRSA;
import net.schmizz.sshj.transport.verification.HostKeyVerifier;
import org.apicdr.sftp.config.SftpEndpoint;
import org.jspecify.annotations.Nullable;

/** Verifies the host key of one connection before a secret is sent, and keeps the reason if it is rejected. */
public final class PresentedKeyVerifier implements HostKeyVerifier {

    private static final String RSA = KeyType.RSA.toString();

    private static final String RSA_CERTIFICATE = KeyType.RSA_CERT.toString();

    /** The types of the certificates that can be checked. */
    private static final List<String> CERTIFICATES = List.of(
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

    private static final String NOTHING_SENT = " Nothing secret was sent.";

    private final SftpEndpoint sftpEndpoint;
    private final @Nullable KnownHosts knownHosts;
    private final List<String> pins;
    private final Clock clock;
    private volatile @Nullable HostKeyRejectedException refusal;
    private volatile @Nullable HostKey accepted;

    PresentedKeyVerifier(SftpEndpoint sftpEndpoint, @Nullable KnownHosts knownHosts, List<String> pins, Clock clock) {
        this.sftpEndpoint = sftpEndpoint;
        this.knownHosts = knownHosts;
        this.pins = pins;
        this.clock = clock;
    }

    @Override
    public boolean verify(String hostname, int port, PublicKey key) {
        var presented = PresentedKey.of(key);
        var found = knownHosts == null ? null : refusal(presented, knownHosts);
        if (found == null && !pins.isEmpty() && !pins.contains(presented.key().fingerprint())) {
            found = new HostKeyRejectedException(presented.type(), true, unpinned(presented));
        }
        refusal = found;
        accepted = found == null ? presented.key() : null;
        return found == null;
    }

    /**
     * Returns an empty list, so that sshj offers all algorithms in the order of {@link #algorithms}. If it offered
     * only those of known keys, a server with a changed key might present none.
     */
    @Override
    public List<String> findExistingAlgorithms(String hostname, int port) {
        return List.of();
    }

    /**
     * Returns the host key algorithms to offer to the server. A server with several keys presents the one that the
     * client prefers. So the types of trusted keys come first and those of rejected keys last. Certificates are
     * requested only if an authority is trusted.
     *
     * @param all the algorithms that may be used, apart from RSA certificates
     * @param rejected the types of keys that the server presented earlier and that were rejected
     */
    public List<Factory.Named<KeyAlgorithm>> algorithms(
            List<Factory.Named<KeyAlgorithm>> all, Collection<String> rejected) {
        var trusted = trustedTypes();
        return Stream.concat(all.stream(), RSA_CERTIFICATES.stream())
                .filter(algorithm -> !algorithm.getName().contains("-cert-") || trusted.contains(keyType(algorithm)))
                .sorted(Comparator.comparing(algorithm -> rank(keyType(algorithm), trusted, rejected)))
                .toList();
    }

    /** Returns why the key was rejected; empty if none was. */
    public Optional<HostKeyRejectedException> refusal() {
        return Optional.ofNullable(refusal);
    }

    /** Returns the accepted key; empty if there is none. */
    public Optional<HostKey> accepted() {
        return Optional.ofNullable(accepted);
    }

    /** Returns the types of the trusted keys and certificates; empty without a known_hosts file. */
    private List<String> trustedTypes() {
        if (knownHosts == null) {
            return List.of();
        }
        var types = new ArrayList<>(
                knownHosts.keys(sftpEndpoint).stream().map(HostKey::type).toList());
        if (!knownHosts.authorities(sftpEndpoint).isEmpty()) {
            types.addAll(CERTIFICATES);
        }
        return types;
    }

    private static int rank(String type, Collection<String> trusted, Collection<String> rejected) {
        if (rejected.contains(type)) {
            return 2;
        }
        return trusted.contains(type) ? 0 : 1;
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

    /**
     * Returns why the key is rejected, or null if it is trusted. As in OpenSSH, a revocation always wins, and a listed
     * key is trusted in any certificate.
     */
    private @Nullable HostKeyRejectedException refusal(PresentedKey presented, KnownHosts file) {
        var certificate = presented.certificate();
        if (file.revoked(sftpEndpoint, presented.key())) {
            return new HostKeyRejectedException(presented.type(), false, revokedKey(presented, file));
        }
        if (certificate != null && file.revoked(sftpEndpoint, certificate.authority())) {
            return new HostKeyRejectedException(presented.type(), false, revokedAuthority(presented, file));
        }
        if (file.keys(sftpEndpoint).contains(presented.key())) {
            return null;
        }
        var authorities = file.authorities(sftpEndpoint);
        boolean otherTypeMayBeTrusted = !pins.isEmpty() || !authorities.isEmpty();
        if (certificate == null || !authorities.contains(certificate.authority())) {
            return new HostKeyRejectedException(presented.type(), otherTypeMayBeTrusted, unknown(presented, file));
        }
        return certificate
                .flaw(sftpEndpoint.host(), clock.instant())
                .map(flaw -> new HostKeyRejectedException(
                        presented.type(), otherTypeMayBeTrusted, invalidCertificate(presented, flaw)))
                .orElse(null);
    }

    private String revokedKey(PresentedKey presented, KnownHosts file) {
        return ("The %s presented the host key %s, which %s marks as @revoked. Do not use this server until"
                                + " its administrator has replaced the key.")
                        .formatted(sftpEndpoint.title(), presented.key(), file)
                + NOTHING_SENT;
    }

    private String revokedAuthority(PresentedKey presented, KnownHosts file) {
        return ("The %s presented the host key %s, which %s marks as @revoked. Do not use this server until"
                                + " its administrator has had the key certified by another authority.")
                        .formatted(sftpEndpoint.title(), presented, file)
                + NOTHING_SENT;
    }

    private String invalidCertificate(PresentedKey presented, String flaw) {
        return ("The %s presented the host key %s, which is trusted, but %s. Have the server's administrator"
                                + " replace the certificate.")
                        .formatted(sftpEndpoint.title(), presented, flaw)
                + NOTHING_SENT;
    }

    private String unknown(PresentedKey presented, KnownHosts file) {
        var expected = new ArrayList<String>();
        file.keys(sftpEndpoint).forEach(key -> expected.add(key.toString()));
        file.authorities(sftpEndpoint).forEach(key -> expected.add("a certificate of the authority " + key));
        var expectation = expected.isEmpty()
                ? file.whyUntrusted(sftpEndpoint)
                : "%s expects %s".formatted(file, String.join(" or ", expected));
        return mismatch(presented, expectation) + " " + sftpEndpoint.role().knownHosts() + "." + NOTHING_SENT;
    }

    private String unpinned(PresentedKey presented) {
        return mismatch(presented, "apic-dr.sftp.host-key-fingerprints expects " + String.join(" or ", pins))
                + " apic-dr.sftp.host-key-fingerprints."
                + NOTHING_SENT;
    }

    private String mismatch(PresentedKey presented, String expected) {
        return ("The %s presented the host key %s, but %s. Someone may be intercepting the connection."
                        + " Compare the fingerprint with the server's administrator. Only if it is correct, add the key to")
                .formatted(sftpEndpoint.title(), presented, expected);
    }

    /**
     * The host key that a server presents.
     *
     * @param key the host key
     * @param certificate the certificate that contains the key; null for a plain key
     */
    private record PresentedKey(HostKey key, @Nullable HostCertificate certificate) {

        static PresentedKey of(PublicKey key) {
            return new PresentedKey(HostKey.of(key), HostCertificate.of(key).orElse(null));
        }

        /** Returns the name of its type in the algorithm negotiation. */
        String type() {
            return certificate == null ? key.type() : certificate.type();
        }

        @Override
        public String toString() {
            return certificate == null
                    ? key.toString()
                    : "%s in a certificate of the authority %s".formatted(key, certificate.authority());
        }
    }
}
