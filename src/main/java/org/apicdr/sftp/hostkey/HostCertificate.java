package org.apicdr.sftp.hostkey;

import com.hierynomus.sshj.userauth.certificate.Certificate;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.Factory;
import net.schmizz.sshj.common.KeyType;
import net.schmizz.sshj.common.SSHRuntimeException;

/**
 * An OpenSSH host certificate (PROTOCOL.certkeys), validated as OpenSSH's client does. sshj's own check accepts user
 * certificates, critical options, SHA-1 and patterns in names, and some of its key exchanges skip it.
 *
 * @param certificate the certificate that the server presented
 * @param authority the key that the certificate claims to be signed with
 */
record HostCertificate(Certificate<?> certificate, HostKey authority) {

    private static final long HOST_TYPE = 2;

    private static final String RSA = KeyType.RSA.toString();

    private static final List<String> RSA_SIGNATURES = List.of("rsa-sha2-512", "rsa-sha2-256");

    /** The types of authorities whose signature algorithm has the same name as the key type. */
    private static final Set<String> OTHER_AUTHORITIES = Set.of(
            KeyType.ED25519.toString(),
            KeyType.ECDSA256.toString(),
            KeyType.ECDSA384.toString(),
            KeyType.ECDSA521.toString());

    /** Returns the certificate of a key; empty for a plain key. */
    static Optional<HostCertificate> of(PublicKey key) {
        return key instanceof Certificate<?> certificate
                ? Optional.of(new HostCertificate(certificate, authority(certificate)))
                : Optional.empty();
    }

    /** Returns the name of the certificate's type, for example {@code ssh-ed25519-cert-v01@openssh.com}. */
    String type() {
        return KeyType.fromKey(certificate).toString();
    }

    /** Returns why the certificate is not valid for a host even if its authority is trusted; empty if it is valid. */
    Optional<String> flaw(String host, Instant now) {
        if (!signed()) {
            return Optional.of("its signature was not made by that authority, or was made with SHA-1");
        }
        if (certificate.getType() != HOST_TYPE) {
            return Optional.of("it is a user certificate and not a host certificate");
        }
        if (now.isBefore(certificate.getValidAfter().toInstant())) {
            return Optional.of(
                    "it is not valid before " + certificate.getValidAfter().toInstant());
        }
        if (!now.isBefore(certificate.getValidBefore().toInstant())) {
            return Optional.of("it expired at " + certificate.getValidBefore().toInstant());
        }
        if (!certificate.getCritOptions().isEmpty()) {
            return Optional.of("it has critical options, which no host certificate may have: "
                    + String.join(", ", certificate.getCritOptions().keySet()));
        }
        var names = certificate.getValidPrincipals();
        return names.isEmpty() || names.contains(host.toLowerCase(Locale.ROOT))
                ? Optional.empty()
                : Optional.of("it is issued for %s and not for %s".formatted(String.join(", ", names), host));
    }

    /**
     * Returns whether the authority signed the certificate. The signed data is serialized from the parsed fields, so
     * the fields that are validated are the fields that were signed.
     */
    private boolean signed() {
        try {
            var signature = certificate.getSignature();
            var name = new Buffer.PlainBuffer(signature).readString();
            var check = Factory.Named.Util.create(KeyType.CertUtils.ALL_SIGNATURES, name);
            if (check == null || !signatures().contains(name)) {
                return false;
            }
            var blob = new Buffer.PlainBuffer().putPublicKey(certificate).getCompactData();
            check.initVerify(new Buffer.PlainBuffer(certificate.getSignatureKey()).readPublicKey());
            check.update(blob, 0, blob.length - Integer.BYTES - signature.length);
            return check.verify(signature);
        } catch (Buffer.BufferException | SSHRuntimeException malformed) {
            return false;
        }
    }

    /**
     * Returns the accepted signature algorithms. They are empty for a DSA key and for a certificate, which would sign
     * with SHA-1.
     */
    private List<String> signatures() {
        var type = authority.type();
        if (type.equals(RSA)) {
            return RSA_SIGNATURES;
        }
        return OTHER_AUTHORITIES.contains(type) ? List.of(type) : List.of();
    }

    private static HostKey authority(Certificate<?> certificate) {
        return new HostKey(Base64.getEncoder().encodeToString(certificate.getSignatureKey()));
    }
}
